package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.request.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemReportTest {
    @Test
    void aProblemIsQuotedWithAMarkUnderTheCulprit() {
        String text = report(
                "app: polls\nimage:\n  builder: buildkid\n",
                new Problem(place(3, 12), "image.builder", Optional.of("buildkid"), "is not valid", "use buildkit"));

        assertThat(text).isEqualTo("""
                        kube-release.yaml:3:12: image.builder "buildkid" is not valid
                            3 |   builder: buildkid
                              |            ^~~~~~~~
                          → use buildkit

                        1 problem; nothing was started.
                        """);
    }

    @Test
    void aKeyIsMarkedWhereNoValueIsMeant() {
        String text = report(
                "  clutser: a", new Problem(place(1, 3), "clutser", Optional.empty(), "is not a key", "did you mean?"));

        assertThat(text).contains("|   clutser: a\n", "|   ^~~~~~~\n");
    }

    @Test
    void quotedValuesAreMarkedWithTheirQuotes() {
        String text = report("a: \"x y\"", new Problem(place(1, 4), "a", Optional.of("x y"), "is not valid", "use z"));

        assertThat(text).contains("|    ^~~~~\n");
    }

    @Test
    void theMarkStandsWhereTabsAndElephantsPushTheText() {
        String text = report("\t{\"🐘\": x}", new Problem(place(1, 8), "a", Optional.of("x"), "is not valid", "use z"));

        assertThat(text).contains("| \t      ^\n");
    }

    @Test
    void whatHasNoLineIsToldWithoutAQuote() {
        Problem problem = new Problem(
                new Place("command line", 0, 0), "to", Optional.of("prod"), "is not an environment", "use staging");

        assertThat(report("app: polls", problem))
                .startsWith("command line: to \"prod\" is not an environment\n  → use staging\n");
    }

    @Test
    void secretsStayOutOfQuotedLines() {
        String flow = "  args: {DB_PASSWORD: hunter2, \"api-token\": 'abc', CI: yes, SECRET: s}";
        Problem problem = new Problem(place(1, 3), "image.args", Optional.empty(), "is not valid", "change it");

        assertThat(report(flow, problem))
                .contains("{DB_PASSWORD: ••••, \"api-token\": ••••, CI: yes, SECRET: ••••}")
                .doesNotContain("hunter2", "abc");
        assertThat(report("  secrets: {npm: {env: NPM}}", problem)).contains("secrets: {npm: {env: NPM}}");
        assertThat(report("  SECRET_KEY: \"a, b} c\" # d", problem)).doesNotContain("a, b", "c\"");
        assertThat(report("  {SECRET_KEY: \"a, b} c\", x: y}", problem)).contains("{SECRET_KEY: ••••, x: y}");
        assertThat(report("  - PASSWORD=a{b,c", problem))
                .contains("PASSWORD=••••")
                .doesNotContain("b,c");
        assertThat(report("  token: &x hunter2", problem)).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: {env: \"hunter2 secret!\"}",
                "X: {env: hunter2 secret!}",
                "P: hunter2-secret",
                "P: \"hunter2, secret\" # hunter2",
                "P: {value: hunter2}",
                "P: {value: hunter2: x}",
                "P: {hunter2}",
                "P: [hunter2, \"secret\"]",
                "P: *hunter2",
                "P: {sops: hunter2}",
                "P: {env: NAME, \"value\":\"hunter2\"}",
                "P: \"hunter2",
                "hunter2",
            })
    void whateverStandsWhereASecretsSourceBelongsIsHidden(String line) {
        String wrong = line.contains("*hunter2") ? "refers to &hunter2" : "is refused";
        String block = "environments:\n  a:\n    secrets:\n      app:\n        " + line;
        String json = "{\"environments\": {\"a\": {\"cluster\": \"c\", \"secrets\": {\"app\": {" + line + "}}}}}";

        for (String field : List.of("the file", "environments.a.secrets.app.P")) {
            Problem inBlock = new Problem(place(5, 12), field, Optional.empty(), wrong, "change it");
            Problem inJson = new Problem(place(1, 70), field, Optional.empty(), wrong, "change it");
            if (field.equals("the file") || !wrong.contains("hunter2")) {
                assertThat(report(block, inBlock))
                        .doesNotContain("hunter2", "secret!")
                        .contains("••••", "   | ");
                assertThat(report(json, inJson))
                        .doesNotContain("hunter2", "secret!")
                        .contains("\"cluster\": \"c\"");
            }
        }
        // A tab is no indentation to YAML, and the line is quoted because of it.
        Problem tab = new Problem(place(5, 1), "the file", Optional.empty(), "holds a tab", "indent with spaces");
        assertThat(report(block.replace("        " + line, "\t" + line), tab)).doesNotContain("hunter2");
        // An anchor's text is quoted where it was written.
        Problem elsewhere =
                new Problem(place(1, 4), "environments.a.secrets.app.P.env", Optional.empty(), "is refused", "");
        assertThat(report(line, elsewhere)).doesNotContain("hunter2");
    }

    @Test
    void sourcesOfSecretsAreQuotedAsTheyAre() {
        String text = "environments:\n  a:\n    secrets:\n      app:\n"
                + "        A: {sops: deploy/secrets.enc.yaml, key: db.password, env: DB}";
        Problem problem = new Problem(place(5, 9), "environments.a.secrets.app.A", Optional.empty(), "is refused", "");
        String json = "{\"a\":{\"secrets\":{\"app\":{\"A\":{\"env\":\"DB\"},\"B\":\"hunter2\"}}}}";

        assertThat(report(text, problem))
                .contains("A: {sops: deploy/secrets.enc.yaml, key: db.password, env: DB}\n", "|         ^\n");
        assertThat(report(json, new Problem(place(1, 49), "a.secrets.app.B", Optional.empty(), "is refused", "")))
                .contains(json.replace("\"hunter2\"", "••••"));
    }

    @Test
    void aSecretsValueIsNoPartOfItsProblem() {
        Problems problems = new Problems();
        problems.add(place(1, 1), "image.args.DB_PASSWORD", Optional.of("hunter2"), "is refused", "change it");

        problems.add(place(2, 1), "environments.a.secrets.app.X.env", Optional.of("hunter2 x"), "is refused", "");
        problems.add(place(3, 1), "image.secrets.npm", Optional.of("hunter2"), "is refused", "");
        problems.add(place(4, 1), "environments.a.secrets", Optional.of("hunter2"), "is refused", "");

        assertThat(problems.inOrder()).hasSize(4).noneMatch(problem -> problem.value()
                .isPresent());
    }

    @Test
    void longValuesAndControlCharactersDoNotDisturbTheTerminal() {
        Problem problem = new Problem(
                place(9, 9), "a", Optional.of("\u001b[31m" + "x".repeat(90) + "\n"), "is not valid", "use z");

        String text = report("\n".repeat(8) + "a: \u001b[31m\u202e", problem);

        assertThat(text).doesNotContain("\u001b", "\u202e");
        assertThat(text.lines().findFirst().orElseThrow())
                .doesNotContain("\u001b")
                .endsWith("x…\" is not valid");
    }

    @Test
    void problemsStandInTheOrderOfTheFileEachOnce() {
        Problems problems = new Problems();
        problems.add(place(9, 1), "c", Optional.empty(), "is wrong", "change it");
        problems.add(place(2, 5), "b", Optional.empty(), "is wrong", "change it");
        problems.add(place(2, 1), "a", Optional.empty(), "is wrong", "change it");
        problems.add(place(2, 1), "a", Optional.empty(), "is wrong", "change it");

        assertThat(problems.inOrder()).extracting(Problem::field).containsExactly("a", "b", "c");
        assertThat(report("", problems.inOrder().toArray(Problem[]::new))).contains("3 problems; nothing was started.");
        assertThat(report("")).isEmpty();
    }

    private static String report(String source, Problem... problems) {
        return new ProblemReport(Map.of("kube-release.yaml", source)).text(List.of(problems));
    }

    private static Place place(int line, int column) {
        return new Place("kube-release.yaml", line, column);
    }
}
