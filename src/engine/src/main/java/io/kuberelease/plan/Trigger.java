package io.kuberelease.plan;

import io.kuberelease.model.StageId;
import java.util.List;
import java.util.function.Function;

/** The condition for a stage's turn. */
public sealed interface Trigger {

    /** The stages whose state decides it. */
    List<StageId> stages();

    /** Whether it runs whatever happens, to tidy up. */
    default boolean tidiesUp() {
        return match(afterSuccess -> false, afterwards -> true);
    }

    /** Handles each case. */
    <R> R match(Function<AfterSuccess, R> afterSuccess, Function<Afterwards, R> afterwards);

    /** Once all the named stages have succeeded or were not needed; at once when none is named. */
    record AfterSuccess(List<StageId> stages) implements Trigger {
        public AfterSuccess {
            stages = List.copyOf(stages);
        }

        @Override
        public <R> R match(Function<AfterSuccess, R> afterSuccess, Function<Afterwards, R> afterwards) {
            return afterSuccess.apply(this);
        }
    }

    /**
     * Tidies up: once {@code opened} was started and it and all the users are at rest or can't be reached any more,
     * whatever became of them, also after an abort.
     */
    record Afterwards(StageId opened, List<StageId> users) implements Trigger {
        public Afterwards {
            users = List.copyOf(users);
        }

        @Override
        public List<StageId> stages() {
            return java.util.stream.Stream.concat(java.util.stream.Stream.of(opened), users.stream())
                    .toList();
        }

        @Override
        public <R> R match(Function<AfterSuccess, R> afterSuccess, Function<Afterwards, R> afterwards) {
            return afterwards.apply(this);
        }
    }
}
