package io.kuberelease.plan;

import io.kuberelease.request.SourceTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Reads paths of the release file: relative to it, with slashes, never out of the source tree, and there. */
final class SourcePaths {
    private static final String RELATIVE = "use a path inside the source, relative to the release file";

    private final SourceTree source;

    SourcePaths(SourceTree source) {
        this.source = source;
    }

    /** The text of a file of the source; empty when there is none, or the source is somewhere else. */
    Optional<String> text(String path) {
        return source.text(path);
    }

    /** A path that need not exist. */
    Optional<String> path(Field field) {
        Optional<String> written = field.text();
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> inside = inside(written.get());
        if (inside.isEmpty()) {
            field.refuse("leads out of the source", RELATIVE);
        }
        return inside;
    }

    /** A file that must exist. */
    Optional<String> file(Field field) {
        Optional<String> path = path(field);
        if (path.isPresent() && !source.hasFile(path.get())) {
            String written = field.written().orElse(path.get());
            field.refuse("is not there", "make the file " + written + " or correct the path");
            return Optional.empty();
        }
        return path;
    }

    /** A file that must exist, and that can be read as text. */
    Optional<String> readable(Field field) {
        Optional<String> path = file(field);
        Optional<String> why = path.flatMap(source::unreadable);
        why.ifPresent(reason -> field.refuse(reason, "mend the file " + path.orElseThrow() + ", or who may read it"));
        return why.isPresent() ? Optional.empty() : path;
    }

    /** A file of values that must exist, be text, and be YAML: Helm would find it only once all is built and tested. */
    Optional<String> values(Field field) {
        Optional<String> path = readable(field);
        Optional<SourceTree.Fault> fault = path.flatMap(source::faultOfValues);
        fault.ifPresent(found -> field.refuseFile(found.place(), found.reason(), found.fix()));
        return fault.isPresent() ? Optional.empty() : path;
    }

    /** A file that must exist; the usual one where none is given. */
    Optional<String> fileOr(Field field, String usual) {
        if (field.isGiven()) {
            return file(field);
        }
        if (!source.hasFile(usual)) {
            field.refuse("is not given, and there is no file " + usual, "make that file or say where it is");
            return Optional.empty();
        }
        return Optional.of(usual);
    }

    /** A directory that must exist and hold the file; the usual one where none is given. */
    Optional<String> directoryOr(Field field, String usual, String mustHold) {
        Optional<String> path = field.isGiven() ? path(field) : Optional.of(usual);
        if (path.isEmpty()) {
            return path;
        }
        String given = field.isGiven() ? "" : "is not given, and the usual directory " + usual + " ";
        if (!source.hasDirectory(path.get())) {
            field.refuse(given + "is not there", "make the directory " + path.get() + " or correct the path");
            return Optional.empty();
        }
        if (!mustHold.isEmpty() && !source.hasFile(path.get() + "/" + mustHold)) {
            field.refuse(
                    given + "has no file " + mustHold, "make " + path.get() + "/" + mustHold + " or correct the path");
            return Optional.empty();
        }
        return path;
    }

    /** The path without {@code .} and {@code ..}; absent when it leads out of the source. */
    static Optional<String> inside(String written) {
        boolean foreign = written.isBlank() || written.matches("(?s)[/~].*|[A-Za-z]:.*|.*[\\\\\\p{Cntrl}].*");
        if (foreign) {
            return Optional.empty();
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : written.split("/", -1)) {
            if (part.equals("..") && parts.pollLast() == null) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.add(part);
            }
        }
        return Optional.of(parts.isEmpty() ? "." : String.join("/", parts));
    }
}
