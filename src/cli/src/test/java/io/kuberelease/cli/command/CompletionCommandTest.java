package io.kuberelease.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
    @TempDir
    Path home;

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Terminal terminal = new Terminal(home, home);
        assertThat(terminal.run("completion", "bash")).isZero();
        Path script = Files.writeString(home.resolve("completion.sh"), terminal.output());

        assertThat(completed(script, "kube-release", "app")).contains("approve");
        assertThat(completed(script, "kube-release", "run", "--ou")).contains("--output");
    }

    @Test
    void inZshTheCompletionOfBashIsTurnedOnFirst() {
        Terminal terminal = new Terminal(home, home);

        assertThat(terminal.run("completion", "zsh")).isZero();

        assertThat(terminal.output())
                .startsWith("# Completes kube-release in zsh.")
                .contains("bashcompinit", "approve");
    }

    @Test
    void whereAnEnvironmentIsNamedThoseOfTheReleaseFileAreOffered() throws Exception {
        Terminal terminal = new Terminal(home, home);
        terminal.run("completion", "bash");
        Path script = Files.writeString(home.resolve("completion.sh"), terminal.output());
        Files.writeString(
                home.resolve("kube-release.yaml"),
                "app: shop\nenvironments:   # in order\n  staging:\n    cluster: a\n  production: {cluster: b}\nnotify: {}\n");

        assertThat(offered(script, "kube-release", "-C", home.toString(), "run", "--to", "\"\""))
                .contains("staging", "production")
                .doesNotContain("cluster", "notify", "app");
        assertThat(offered(script, "kube-release", "history", "-C", home.toString(), "-e", "st")
                        .strip())
                .isEqualTo("staging");
        assertThat(offered(script, "kube-release", "run", "--ou")).contains("--output");
    }

    @Test
    void anotherShellIsBadInput() {
        assertThat(new Terminal(home, home).run("completion", "fish")).isEqualTo(2);
    }

    /** What bash would offer for the last of the words, of all that is known. */
    private static String offered(Path script, String... words) throws IOException, InterruptedException {
        return completed("_kube_release_words", script, words);
    }

    /** What bash would offer for the last of the words, of commands and options. */
    private static String completed(Path script, String... words) throws IOException, InterruptedException {
        return completed("_complete_kube-release", script, words);
    }

    private static String completed(String function, Path script, String... words)
            throws IOException, InterruptedException {
        String line = String.join(" ", words);
        String asks = "source " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE='" + line + "'; " + function + "; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", asks)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String offered = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).isZero();
        return offered;
    }
}
