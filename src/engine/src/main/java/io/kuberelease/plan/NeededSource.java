package io.kuberelease.plan;

import io.kuberelease.request.SourceTree;
import java.util.function.Predicate;

/**
 * The paths of the source that must be there, by the section that names them: a part of the release that is not carried
 * out here may have its files somewhere else.
 */
record NeededSource(SourcePaths image, SourcePaths chart, SourcePaths values, Predicate<String> parts) {
    static NeededSource nothing() {
        SourcePaths elsewhere = new SourcePaths(new UncheckedSourceTree());
        return new NeededSource(elsewhere, elsewhere, elsewhere, part -> false);
    }

    static NeededSource of(StageSelection selection, SourceTree source) {
        SourcePaths here = new SourcePaths(source);
        SourcePaths elsewhere = new SourcePaths(new UncheckedSourceTree());
        return new NeededSource(
                selection.builds() ? here : elsewhere,
                selection.carriesOut("chart") ? here : elsewhere,
                selection.carriesOut("bundle") ? here : elsewhere,
                selection::carriesOut);
    }

    /** Whether the part is carried out here. */
    boolean runs(String part) {
        return parts.test(part);
    }

    /** A source that is somewhere else: every path counts as there. */
    private static final class UncheckedSourceTree implements SourceTree {
        @Override
        public boolean hasFile(String path) {
            return true;
        }

        @Override
        public boolean hasDirectory(String path) {
            return true;
        }
    }
}
