package io.kuberelease.adapters.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two contents that are not committed never have one version. */
class ModificationTest {
    @TempDir
    Path directory;

    private Repository app;

    @BeforeEach
    void anApp() throws Exception {
        app = Repository.begun(directory.resolve("app")).tag("v1.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "größe.txt",
                "with \"quotes\"",
                "two\nlines",
                "tab\there",
                " blanks ",
                "-z",
                "\\303",
                "a%20b",
                "d/ä/日本"
            })
    void whateverAFileIsCalledItsContentCounts(String name) throws Exception {
        String one = app.write(name, "one").version();
        String two = app.write(name, "two").version();

        assertThat(one).contains(".modified.x").isNotEqualTo(two);
        assertThat(app.write(name, "one").version()).isEqualTo(one);
    }

    @Test
    void alsoWhereItsNameIsNoText() throws Exception {
        Path file = Path.of(URI.create(app.directory().toUri() + "gr%f6%dfe.txt"));
        Files.write(file, "one".getBytes(UTF_8));
        String one = app.version();
        Files.write(file, "two".getBytes(UTF_8));

        assertThat(app.version()).isNotEqualTo(one);
    }

    @Test
    void whereALinkLeadsCounts() throws Exception {
        Path link = app.directory().resolve("to-größe");
        Files.createSymbolicLink(link, Path.of("größe-1"));
        String one = app.version();
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("größe-2"));
        String two = app.version();
        Files.delete(link);
        Files.writeString(link, "größe-2");

        assertThat(two).isNotEqualTo(one);
        assertThat(app.version()).isNotEqualTo(two);
    }

    @Test
    void whetherAFileCanBeExecutedCounts() throws Exception {
        String plain = app.write("start.sh", "exit").version();
        Files.setPosixFilePermissions(
                app.directory().resolve("start.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(app.version()).isNotEqualTo(plain);
    }

    @Test
    void whatIsDeletedOrRenamedCounts() throws Exception {
        app.write("a", "1").write("b", "2").commit();
        Files.delete(app.directory().resolve("a"));
        String deleted = app.version();
        Files.move(app.directory().resolve("b"), app.directory().resolve("c"));

        assertThat(deleted).contains(".modified.x");
        assertThat(app.version()).isNotEqualTo(deleted);
    }

    @Test
    void contentThatMovesFromOneFileToTheNextCounts() throws Exception {
        String one = app.write("a", "xy").write("b", "").version();

        assertThat(app.write("a", "x").write("b", "y").version()).isNotEqualTo(one);
    }

    @Test
    void whatGitIgnoresDoesNotCountUnlessItIsCommitted() throws Exception {
        app.write("kept.log", "1");
        app.git("add", "-A");
        app.write(".gitignore", "*.log\n").commit();
        app.tag("v2.0.0").write("more.log", "1");
        assertThat(app.version()).isEqualTo("2.0.0");

        String one = app.write("kept.log", "2").version();
        assertThat(app.write("more.log", "2").version()).isEqualTo(one);
        assertThat(app.write("kept.log", "3").version()).isNotEqualTo(one);
    }

    @Test
    void whatIsInASubmoduleOrInARepositoryBesideCounts() throws Exception {
        Repository library = Repository.begun(directory.resolve("library"));
        app.git("submodule", "--quiet", "add", library.directory().toString(), "lib");
        app.commit();
        Repository.begun(app.directory().resolve("beside"));
        Repository inner = new Repository(app.directory().resolve("lib"));

        String one = inner.write("page.html", "one") == null ? "" : app.version();
        inner.write("page.html", "two");
        String two = app.version();
        app.write("beside/page.html", "three");

        assertThat(one).contains(".modified.x").isNotEqualTo(two);
        assertThat(app.version()).isNotEqualTo(two);
    }

    @Test
    void aSubmoduleCountsAlsoWhereStatusIsToldToPassItOver() throws Exception {
        Repository library = Repository.begun(directory.resolve("library"));
        app.git("submodule", "--quiet", "add", library.directory().toString(), "lib");
        app.git("config", "-f", ".gitmodules", "submodule.lib.ignore", "all");
        app.commit().tag("v2.0.0");
        app.write("lib/page.html", "changed");

        assertThat(app.version()).startsWith("2.0.1-main.0.g").contains(".modified.x");
    }

    @Test
    void ofAnAppInAPartOfTheRepositoryOnlyThatPartCounts() throws Exception {
        app.write("shop/page.html", "1").write("web/page.html", "1").commit().tag("v2.0.0");
        Repository shop = new Repository(app.directory().resolve("shop"));
        app.write("web/page.html", "2");
        assertThat(shop.version()).isEqualTo("2.0.0");

        String one = app.write("shop/größe", "1") == null ? "" : shop.version();
        app.write("shop/größe", "2");

        assertThat(one).contains(".modified.x").isNotEqualTo(shop.version());
    }

    @Test
    void withoutGitLinksAndHiddenFilesCountToo() throws Exception {
        Repository plain = new Repository(Files.createDirectories(directory.resolve("plain")));
        String one = plain.write("page.html", "1").write(".dockerignore", "a").version();
        String two = plain.write(".dockerignore", "b").version();
        Files.createSymbolicLink(plain.directory().resolve("link"), Path.of("a"));
        String three = plain.version();

        assertThat(one).isNotEqualTo(two);
        assertThat(three).isNotEqualTo(two);
    }
}
