package io.kuberelease.adapters.releasefile;

import io.kuberelease.plan.Problem;
import io.kuberelease.request.Node;
import java.util.function.Function;

/** The result of reading a release file: its content, or why it can't be read. */
public sealed interface ReadResult {

    /** Calls the function for the case that this is. */
    <R> R match(Function<Read, R> read, Function<Unreadable, R> unreadable);

    /**
     * The file could be read.
     *
     * @param text the file's text, for quoting its lines
     */
    record Read(Node root, String text) implements ReadResult {
        @Override
        public <R> R match(Function<Read, R> read, Function<Unreadable, R> unreadable) {
            return read.apply(this);
        }
    }

    /**
     * The file is missing, can't be read, or is not YAML.
     *
     * @param text as much as could be decoded, for quoting its lines; possibly empty
     */
    record Unreadable(Problem problem, String text) implements ReadResult {
        @Override
        public <R> R match(Function<Read, R> read, Function<Unreadable, R> unreadable) {
            return unreadable.apply(this);
        }
    }
}
