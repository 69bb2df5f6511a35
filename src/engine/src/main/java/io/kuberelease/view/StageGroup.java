package io.kuberelease.view;

import io.kuberelease.model.EnvironmentName;
import java.util.Locale;
import java.util.Optional;

/** The line that shows a stage: that of a part of the way to the bundle, or that of an environment. */
public sealed interface StageGroup {

    /** The line's name. */
    String title();

    /** The environment, if it is one. */
    Optional<EnvironmentName> environment();

    /** The parts of the way from the source to the bundle, in the order in which they are shown. */
    enum Source implements StageGroup {
        DATASTORES,
        BUILD,
        TEST,
        BUNDLE;

        @Override
        public String title() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Optional<EnvironmentName> environment() {
            return Optional.empty();
        }
    }

    /** An environment. */
    record Environment(EnvironmentName name) implements StageGroup {
        @Override
        public String title() {
            return name.value();
        }

        @Override
        public Optional<EnvironmentName> environment() {
            return Optional.of(name);
        }
    }
}
