package io.kuberelease.plan;

import io.kuberelease.request.Node;
import java.util.List;
import java.util.Optional;

/** Reads datastores by the rules of the release file where there is none: a mapping of names to versions or sections. */
public final class DatastoresCompiler {
    private final DatastoreCatalogue catalogue;

    public DatastoresCompiler(DatastoreCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The datastores, or everything that is wrong with them. */
    public Validated<List<DatastoreSpec>> compile(Node.Mapping datastores) {
        Problems problems = new Problems();
        List<DatastoreSpec> read = new DatastoreSection(catalogue)
                .read(new Field("", "", datastores.place(), Optional.of(datastores), problems));
        return Validated.of(read, problems.inOrder());
    }
}
