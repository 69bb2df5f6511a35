package io.kuberelease.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The documents that pages are drawn from, as {@code src/app} makes them. */
final class Golden {
    private static final Path KEPT = Path.of("src/test/resources/golden");

    private Golden() {}

    /** All their names. */
    static List<String> names() {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("there are no golden documents; make golden writes them", e);
        }
    }

    /** What else a host answers to a page's question. */
    static String answer(String name) {
        return document("../answers/" + name);
    }

    /** The document of that name. */
    static String document(String name) {
        try {
            return Files.readString(KEPT.resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which page draws it. */
    static String kind(String name) {
        return name.split("-", 2)[0];
    }
}
