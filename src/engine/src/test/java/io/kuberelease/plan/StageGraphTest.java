package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.Namespace;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageGraphTest {
    private static final StageId OPENED = new StageId("datastores");
    private static final StageId USER = new StageId("test");

    @Test
    void aStageThatTidiesUpAfterWhatIsLeftOutIsLeftOutToo() {
        StageGraph graph = new StageGraph();
        graph.leaveOut(OPENED, new Trigger.AfterSuccess(List.of()));
        graph.leaveOut(USER, new Trigger.AfterSuccess(List.of()));

        graph.add(tidying());

        assertThat(graph.stages()).isEmpty();
    }

    private static Stage tidying() {
        Target target = new Target("here", Optional.empty(), new Namespace("shop"));
        return new Stage(
                new StageId("tidy"),
                new Trigger.Afterwards(OPENED, List.of(USER)),
                Duration.ofMinutes(1),
                new StageTask.RemoveDatastores(target));
    }
}
