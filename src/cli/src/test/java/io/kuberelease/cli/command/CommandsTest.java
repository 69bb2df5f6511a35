package io.kuberelease.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.cli.wiring.ProcessEnvironment;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.testkit.GitRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {"run", "plan", "diff", "resume", "approve", "status", "init", "pin", "doctor", "completion"})
    void everyCommandAnswersForItselfAndDoesNothingElse(String command) {
        assertThat(new Terminal(home, home).run(command, "--help")).isZero();

        assertThat(home).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run",
                "plan",
                "diff",
                "resume",
                "approve",
                "promote",
                "rollback",
                "status",
                "history",
                "init",
                "pin",
                "doctor",
                "completion"
            })
    void helpFitsATerminalAndFlows(String command) {
        Terminal terminal = new Terminal(home, home);
        assertThat(command.startsWith("-") ? terminal.run(command) : terminal.run(command, "--help"))
                .isZero();

        assertThat(terminal.output().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        // A line of one or two words in the middle of prose is what is broken twice.
        assertThat(terminal.output()).doesNotContainPattern("\\n[A-Za-z.]{1,12}\\n[A-Z][a-z]+ [a-z]+ ");
    }

    @Test
    void aCommandAloneIsTheSameAsAmongAllOthers() {
        Program program = new Program(ProcessEnvironment.ofProcess());

        Map<String, CommandLine> all = Commands.of(program).getSubcommands();

        assertThat(all).hasSizeGreaterThan(10).allSatisfy((name, command) -> {
            assertThat(command.getCommandName()).isEqualTo(name);
            CommandLine needed = Commands.of(program, List.of(name, "--anything"));
            assertThat(needed.getSubcommands().values())
                    .extracting(CommandLine::getUsageMessage)
                    .contains(command.getUsageMessage());
        });
        assertThat(Commands.of(program, List.of("plan")).getSubcommands()).hasSize(1);
        assertThat(Commands.of(program, List.of("--version")).getSubcommands()).isEmpty();
        assertThat(Commands.of(program, List.of("completion")).getSubcommands()).hasSameSizeAs(all);
        assertThat(Commands.of(program, List.of("paln")).getSubcommands()).hasSameSizeAs(all);
        assertThat(Commands.of(program, List.of("--help")).getSubcommands()).hasSameSizeAs(all);
    }

    @Test
    void theListOfCommandsSaysWholeSentences() {
        Terminal terminal = new Terminal(home, home).setting("COLUMNS", "120");
        assertThat(terminal.run("--help")).isZero();

        String list = terminal.output();
        list = list.substring(list.indexOf("Commands:") + "Commands:".length(), list.indexOf("Exit codes:"));
        List<String> entries = List.of(list.strip().replaceAll("\n {8,}", " ").split("\n *", -1));
        assertThat(entries).hasSizeGreaterThan(10).allSatisfy(entry -> assertThat(entry)
                .endsWith("."));
    }

    @Test
    void aPlanIsADocumentForPrograms() throws Exception {
        Files.writeString(home.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(home.resolve("chart"));
        Files.writeString(home.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        Files.writeString(home.resolve("kube-release.yaml"), """
                app: shop
                image: {repository: r.example/shop}
                environments:
                  staging: {cluster: here}
                  production: {cluster: there, approval: {by: [ops], within: 24h}}
                """);
        Terminal terminal = new Terminal(home, home);

        assertThat(terminal.run("plan", "--version", "1.4.0", "--output", "json"))
                .isZero();

        JsonNode plan = new ObjectMapper().readTree(terminal.output());
        assertThat(plan.path("form").asInt()).isEqualTo(1);
        assertThat(plan.path("app").asText()).isEqualTo("shop");
        assertThat(plan.path("version").asText()).isEqualTo("1.4.0");
        assertThat(plan.path("groups").findValuesAsText("name")).containsSubsequence("build", "staging", "production");
        JsonNode production = plan.path("groups").get(plan.path("groups").size() - 1);
        assertThat(production.path("kind").asText()).isEqualTo("environment");
        assertThat(production.path("cluster").asText()).isEqualTo("there");
        assertThat(production.path("approval").path("by").get(0).asText()).isEqualTo("ops");
        assertThat(production.path("stages").findValuesAsText("id")).contains("production.deploy");
    }

    @Test
    void aPlanSaysWhichTagsItDidNotTakeThatThereIsNoCommitAndWhatItCantHide() throws Exception {
        Files.writeString(home.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(home.resolve("chart"));
        Files.writeString(home.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        Files.writeString(home.resolve("kube-release.yaml"), """
                app: shop
                image: {repository: r.example/shop}
                environments:
                  staging: {cluster: here}
                """);
        new GitRepository(home).git("init", "-q", "-b", "main");
        Terminal terminal =
                new Terminal(home, home).setting("DB_PASSWORD", "main").setting("API_TOKEN", "long-enough-1");
        assertThat(terminal.run("plan")).isZero();
        assertThat(terminal.output())
                .contains("too short or too common to be hidden", "the value of DB_PASSWORD;")
                .doesNotContain("API_TOKEN");
        assertThat(terminal.output())
                .containsPattern("shop 0\\.0\\.0-none\\.0\\.g[0-9a-f]{7}  in no commit, content [0-9a-f]{7} ");

        new GitRepository(home).commit();
        new GitRepository(home).git("tag", "V1.2.3");
        assertThat(terminal.run("plan")).isZero();
        assertThat(terminal.output()).contains("V1.2.3 (begins with a capital V)");
        assertThat(terminal.run("plan", "--output", "json")).isZero();
        assertThat(new ObjectMapper()
                        .readTree(terminal.output())
                        .path("notes")
                        .get(0)
                        .asText())
                .contains("V1.2.3");
    }

    @Test
    void aValuesFileThatCantBeReadIsBadInputBeforeAnythingIsDone() throws Exception {
        Files.writeString(home.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(home.resolve("chart"));
        Files.writeString(home.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        Files.write(home.resolve("live.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9, '\n'});
        Files.writeString(home.resolve("kube-release.yaml"), """
                app: shop
                image: {repository: r.example/shop}
                environments:
                  live: {cluster: here, values: [live.yaml]}
                """);

        for (String command : List.of("plan", "diff", "run")) {
            Terminal terminal = new Terminal(home, home);
            assertThat(terminal.run(command)).as(command).isEqualTo(2);
            assertThat(terminal.complaint()).contains("environments.live.values[0]", "live.yaml", "is not UTF-8");
        }
    }

    @Test
    void whatIsNoCommandIsBadInput() {
        assertThat(new Terminal(home, home).run("deploy")).isEqualTo(2);
        assertThat(new Terminal(home, home).run()).isEqualTo(2);
    }
}
