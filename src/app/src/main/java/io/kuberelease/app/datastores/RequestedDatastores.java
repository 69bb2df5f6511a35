package io.kuberelease.app.datastores;

import io.kuberelease.adapters.releasefile.ReadResult;
import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.adapters.releasefile.ReleaseFileText;
import io.kuberelease.app.BadRequest;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.DatastoresCompiler;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The datastores that a program asks for, before they were checked.
 *
 * @param who asks for them, for messages
 * @param text names with versions or sections, in the form of a release file; may be kept
 */
public record RequestedDatastores(String who, String text) {

    /** Reads the arguments of a call: a version or a map for each name. */
    public static RequestedDatastores of(String who, Map<String, ?> given) {
        return new RequestedDatastores(who, new ReleaseFileText().of(Node.of(new Place(who, 0, 0), given)));
    }

    /**
     * The datastores to start; at least one.
     *
     * @param around those of the blocks around, which run in the same pod
     * @throws BadRequest with everything that is wrong
     */
    public List<DatastoreSpec> specs(List<DatastoreSpec> around) throws BadRequest {
        List<DatastoreSpec> specs = compiled();
        List<Problem> taken = specs.stream()
                .flatMap(spec -> around.stream()
                        .filter(other -> spec.name().equals(other.name()) || spec.port() == other.port())
                        .map(other -> inTheWay(spec, other)))
                .toList();
        if (!taken.isEmpty()) {
            throw new BadRequest(new ProblemReport(Map.of()).text(taken));
        }
        return specs;
    }

    private Problem inTheWay(DatastoreSpec spec, DatastoreSpec other) {
        return new Problem(
                place(),
                spec.name(),
                Optional.empty(),
                "on port " + spec.port() + " is in the way of " + other.name() + " of the " + who + " around",
                "name both in one " + who + ", with different ports");
    }

    private List<DatastoreSpec> compiled() throws BadRequest {
        List<DatastoreSpec> specs = new DatastoresCompiler(new DatastoreCatalogue())
                .compile(section())
                .orElseThrow(problems -> new BadRequest(new ProblemReport(Map.of()).text(problems)));
        if (specs.isEmpty()) {
            throw new BadRequest(who + " names no datastore; say for example " + who + "(postgres: '15')");
        }
        return specs;
    }

    private Node.Mapping section() {
        ReadResult read = ReleaseFile.parse(text.getBytes(StandardCharsets.UTF_8), who);
        Node root = read.match(ReadResult.Read::root, wrong -> {
            throw new IllegalArgumentException("what was kept of a request is damaged: " + wrong.problem());
        });
        return (Node.Mapping) root.at(place());
    }

    private Place place() {
        return new Place(who, 0, 0);
    }
}
