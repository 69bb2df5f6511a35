package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a cluster that is to be made is said before any command of it is run. */
class ClustersSectionTest {
    private static final String FILE = """
        image: {repository: eu.gcr.io/acme/polls}
        clusters:
          %s
        environments:
          staging: {cluster: scratch%s}
        """;
    private static final String WHOLE = "scratch: {create: [kind, create], delete: [kind, delete]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scratch: {create: [kind]} | clusters.scratch.delete is missing | say what deletes it",
                "scratch: {create: kind create, delete: [x]} | clusters.scratch.create \"kind create\" is one text where a"
                        + " list is expected | write [kind, create]",
                "scratch: {create: [kind, '{nme}'], delete: [x]} | clusters.scratch.create[1] \"{nme}\" has {nme}, which"
                        + " nothing is filled in for | write {name}",
                "scratch: {create: [sh, -c, 'x {branch}'], delete: [x]} | has {branch}, which nothing is filled in for |"
                        + " use {name} and {kubeconfig}",
                "scratch: {create: [x], delete: [x], for: ever} | clusters.scratch.for \"ever\" is not valid | 4h",
                "scratch: {create: [x], delete: [x], live: 4h} | clusters.scratch.live is not a key of a cluster | use one"
                        + " of create, delete, for, within",
                "Scratch_1: {create: [x], delete: [x]} | clusters.Scratch_1 is not a name for a cluster | use at most 30"
            })
    void whatIsWrongIsSaidWithItsPlace(String clusters, String problem, String fix) {
        assertThat(Compiled.lines(Compiled.file(FILE.formatted(clusters, "")).problems()))
                .anySatisfy(line -> assertThat(line).contains("3", problem, fix));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clusterId: 277fd6bf-7b1c-4d4e-9a51-6f7d0f3f2a10 | pins cluster scratch, which is another one each time",
                "createNamespace: false | leaves a cluster that is made anew without the namespace"
            })
    void anEnvironmentAsksNothingOfItThatItCantHave(String setting, String problem) {
        assertThat(Compiled.lines(
                        Compiled.file(FILE.formatted(WHOLE, ", " + setting)).problems()))
                .anySatisfy(line -> assertThat(line).contains("5", problem));
    }

    @ParameterizedTest
    @CsvSource({"'sh -c ${name}'", "'{{.Name}}'", "'{\"a\": 1}'", "'awk {print}x'"})
    void whatOtherProgramsPutInBracesIsTheirs(String argument) {
        String file = FILE.formatted(
                "scratch: {create: [sh, '" + argument.replace("{print}", "{ print }") + "'], delete: [x]}", "");

        assertThat(Compiled.file(file).problems()).isEmpty();
    }
}
