package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.plan.Problem;
import io.kuberelease.request.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseFileTest {
    @Test
    void everyKeyAndValueKeepsItsPlaceAndText() {
        Node.Mapping root = (Node.Mapping) root("# first\napp: polls\nversion: 1.10\nlist: [no, true, ~, \"7\"]\n");

        assertThat(root.entries()).extracting(Node.Entry::key).containsExactly("app", "version", "list");
        assertThat(root.entries().get(1).place()).hasToString("release.yaml:3:1");
        assertThat(root.entries().get(1).value().place()).hasToString("release.yaml:3:10");
        assertThat(root.entries().get(1).value()).isEqualTo(scalar(root, 1, "1.10", Node.Type.NUMBER));
        Node.Sequence list = (Node.Sequence) root.entries().get(2).value();
        assertThat(list.items())
                .extracting(item -> ((Node.Scalar) item).type())
                .containsExactly(Node.Type.TEXT, Node.Type.BOOLEAN, Node.Type.NULL, Node.Type.TEXT);
    }

    @Test
    void aKeyWrittenTwiceIsKeptTwice() {
        Node.Mapping root = (Node.Mapping) root("app: a\napp: b\n");

        assertThat(root.entries()).extracting(Node.Entry::key).containsExactly("app", "app");
    }

    @Test
    void anAliasStandsForItsAnchor() {
        Node.Mapping root = (Node.Mapping) root("a: &x [1, 2]\nb: *x\n");

        assertThat(root.entries().get(1).value())
                .isEqualTo(root.entries().get(0).value());
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsChangeNoPlace() {
        Node.Mapping root = (Node.Mapping) root("\uFEFFapp: polls\r\nimage:\r\n  target: x\r\n");

        assertThat(root.entries().get(0).place()).hasToString("release.yaml:1:1");
        Node.Mapping image = (Node.Mapping) root.entries().get(1).value();
        assertThat(image.entries().get(0).value().place()).hasToString("release.yaml:3:11");
        assertThat(image.entries().get(0).value()).extracting("text").isEqualTo("x");
    }

    @Test
    void columnsCountCharactersAndNotHalvesOfThem() {
        Node.Mapping root = (Node.Mapping) root("{\"🐘\": x}");

        assertThat(root.entries().get(0).value().place()).hasToString("release.yaml:1:7");
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                bad("", "1:1 is empty"),
                bad("# nothing\n", "1:1 is empty"),
                bad("app: [polls", "1:12 is no YAML: while parsing a flow sequence"),
                bad("app: polls\n\timage: x\n", "2:1 is no YAML: "),
                bad("app: a: b", "1:7 is no YAML: mapping values are not allowed here"),
                bad("app: @polls", "1:6 is no YAML: while scanning for the next token"),
                bad("app: *nobody", "1:6 refers to &nobody, which is not complete before it"),
                bad("a: &x [*x]", "1:8 refers to &x, which is not complete before it"),
                bad("a: &x 1\nb: {<<: *x}", "2:5 has a merge key"),
                bad("? [a]\n: b", "1:3 has a list or a mapping as a key"),
                bad("a: 1\n---\nb: 2", "2:1 holds a second document"),
                bad("a: !!binary aGFsbG8=", "1:4 has the type tag:yaml.org,2002:binary"),
                bad("a: !env HOME", "1:4 has the type !env"),
                bad("a: x\u0007y", "1:5 holds the control character U+0007"),
                bad("a: " + "[".repeat(100), "1:34 is nested deeper than 30 levels"),
                bad(laughs(), " has more than 20000 values, aliases counted"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unreadable")
    void whatIsNoYamlIsToldWithItsPlace(String text, String expected) {
        Problem problem = problem(text.getBytes(StandardCharsets.UTF_8));

        String told = problem.place().line() + ":" + problem.place().column() + " " + problem.reason();
        assertThat(told).contains(expected);
        assertThat(problem.fix()).isNotBlank();
    }

    @Test
    void bytesThatAreNotUtf8AreToldWithTheirPlace() {
        byte[] latin = "app: polls\nowner: J\u00fcrgen\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(problem(latin).place()).hasToString("release.yaml:2:9");
        assertThat(problem(latin).reason()).isEqualTo("holds bytes that are not UTF-8");
        assertThat(problem("app: polls".getBytes(StandardCharsets.UTF_16)).reason())
                .isEqualTo("is saved as UTF-16");
    }

    @Test
    void aFileThatIsNotThereIsAProblemToo(@TempDir Path directory) {
        Problem problem = ReleaseFile.read(directory.resolve("kube-release.yaml"), "kube-release.yaml")
                .match(
                        read -> {
                            throw new AssertionError("read " + read);
                        },
                        ReadResult.Unreadable::problem);

        assertThat(problem.place()).hasToString("kube-release.yaml");
        assertThat(problem.reason()).isEqualTo("is not there");
    }

    @Test
    void theSourceHasWhatIsInItsDirectoryAndNothingBeyondIt(@TempDir Path directory) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source/chart")).getParent();
        Files.writeString(source.resolve("chart/Chart.yaml"), "name: polls");
        Files.writeString(directory.resolve("secret"), "x");
        Files.createSymbolicLink(source.resolve("link"), directory.resolve("secret"));
        DirectorySource tree = new DirectorySource(source);

        assertThat(tree.hasFile("chart/Chart.yaml")).isTrue();
        assertThat(tree.hasDirectory("chart")).isTrue();
        assertThat(tree.hasDirectory(".")).isTrue();
        assertThat(tree.hasFile("chart")).isFalse();
        assertThat(tree.hasFile("../secret")).isFalse();
        assertThat(tree.hasFile("link")).isFalse();
        assertThat(tree.hasFile("a\0b")).isFalse();
    }

    /** Nine levels of nine aliases: a few hundred bytes that stand for a billion values. */
    private static String laughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String alias = "*a" + (i - 1);
            text.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, alias))));
        }
        return text.toString();
    }

    private static Node.Scalar scalar(Node.Mapping root, int entry, String text, Node.Type type) {
        return new Node.Scalar(root.entries().get(entry).value().place(), text, type);
    }

    private static Arguments bad(String text, String expected) {
        return Arguments.of(text, expected);
    }

    private static Node root(String text) {
        return ReleaseFile.parse(text.getBytes(StandardCharsets.UTF_8), "release.yaml")
                .match(ReadResult.Read::root, unreadable -> {
                    throw new AssertionError(unreadable.problem());
                });
    }

    private static Problem problem(byte[] content) {
        return ReleaseFile.parse(content, "release.yaml")
                .match(
                        read -> {
                            throw new AssertionError("read " + read);
                        },
                        ReadResult.Unreadable::problem);
    }
}
