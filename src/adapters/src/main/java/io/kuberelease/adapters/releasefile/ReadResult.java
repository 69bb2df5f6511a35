package io.kuberelease.adapters.releasefile;

import io.kuberelease.plan.Problem;
import io.kuberelease.request.Node;
import java.util.function.Function;

/** What became of reading a release file: its content, or why it is none. */
public sealed interface ReadResult {

    /** Handles each case. */
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
     * The file is no YAML, or not there.
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
