package io.kuberelease.adapters.releasefile;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Writes the clusters' identities into the text of a release file, and changes nothing else in it. */
public final class ClusterPins {
    private static final String PIN = "clusterId";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String text;
    private final MappingNode environments;

    private ClusterPins(String text, MappingNode environments) {
        this.text = text;
        this.environments = environments;
    }

    /** A replacement of the text between two offsets, of which {@code to} is exclusive. */
    private record Edit(int from, int to, String by) {}

    /**
     * The text with each environment's {@code clusterId} set.
     *
     * @param text a release file that compiles
     * @param ids the identity of each environment's cluster
     * @throws ReleaseException.Failed when an environment is written by way of an alias
     */
    public static String in(String text, Map<EnvironmentName, String> ids) {
        if (text.startsWith(BYTE_ORDER_MARK)) {
            return BYTE_ORDER_MARK + in(text.substring(BYTE_ORDER_MARK.length()), ids);
        }
        LoadSettings settings = LoadSettings.builder().build();
        Node root = new Compose(settings).composeString(text).orElseThrow();
        MappingNode environments = (MappingNode) value((MappingNode) root, "environments")
                .map(NodeTuple::getValueNode)
                .orElseThrow();
        return new ClusterPins(text, environments).with(ids);
    }

    private String with(Map<EnvironmentName, String> ids) {
        List<Edit> lastFirst = ids.entrySet().stream()
                .map(entry -> edit(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Edit::from).reversed())
                .toList();
        StringBuilder changed = new StringBuilder(text);
        lastFirst.forEach(edit -> changed.replace(edit.from(), edit.to(), edit.by()));
        return changed.toString();
    }

    private Edit edit(EnvironmentName name, String id) {
        NodeTuple written = value(environments, name.value()).orElseThrow();
        requireInPlace(written, name);
        MappingNode environment = (MappingNode) written.getValueNode();
        Optional<NodeTuple> pin = value(environment, PIN);
        if (pin.isPresent()) {
            requireInPlace(pin.get(), name);
            return replacement(pin.get().getValueNode(), id);
        }
        NodeTuple cluster = value(environment, "cluster").orElseThrow();
        requireInPlace(cluster, name);
        return environment.getFlowStyle() == FlowStyle.FLOW
                ? new Edit(end(cluster.getValueNode()), end(cluster.getValueNode()), ", " + PIN + ": " + id)
                : lineAfter(cluster, id);
    }

    private Edit replacement(Node old, String id) {
        int from = start(old);
        return new Edit(from, end(old), from == end(old) ? " " + id : id);
    }

    /** Adds a line below the cluster's, which may end with a comment. */
    private Edit lineAfter(NodeTuple cluster, String id) {
        int from = text.indexOf('\n', end(cluster.getValueNode()));
        boolean windows = text.contains("\r\n");
        String line = " ".repeat(mark(cluster.getKeyNode().getStartMark()).getColumn()) + PIN + ": " + id;
        return from < 0
                ? new Edit(text.length(), text.length(), (windows ? "\r\n" : "\n") + line)
                : new Edit(from + 1, from + 1, line + (windows ? "\r\n" : "\n"));
    }

    /** Refuses an alias: its value is written elsewhere, where others may share it. */
    private void requireInPlace(NodeTuple entry, EnvironmentName name) {
        if (start(entry.getValueNode()) < start(entry.getKeyNode())) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "could not pin " + name + ": it is written with an alias, which others may share")
                    .suggesting("write the environment out without aliases"));
        }
    }

    private static Optional<NodeTuple> value(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .findFirst();
    }

    private int start(Node node) {
        return offset(mark(node.getStartMark()));
    }

    private int end(Node node) {
        return offset(mark(node.getEndMark()));
    }

    /** The index in the Java string: the YAML library counts code points. */
    private int offset(Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    private static Mark mark(Optional<Mark> mark) {
        return mark.orElseThrow(() -> new IllegalStateException("the YAML library gives no places"));
    }
}
