package io.jenkins.plugins.kuberelease.page;

import io.kuberelease.app.preview.ShownFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;

/** The files of one revision, as its branch source reads them without a checkout. */
record RevisionFiles(SCMFileSystem files) implements ShownFiles.Tree {
    @Override
    public ShownFiles.Kind kind(String path) throws IOException, InterruptedException {
        return switch (files.child(path).getType()) {
            case REGULAR_FILE -> ShownFiles.Kind.FILE;
            case DIRECTORY -> ShownFiles.Kind.DIRECTORY;
            case NONEXISTENT -> ShownFiles.Kind.NONE;
            default -> ShownFiles.Kind.OTHER;
        };
    }

    @Override
    public List<String> names(String path) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (SCMFile child : files.child(path).children()) {
            names.add(child.getName());
        }
        return names;
    }

    @Override
    public byte[] read(String path, int most) throws IOException, InterruptedException {
        if (kind(path) != ShownFiles.Kind.FILE) {
            throw new IOException("there is no " + path);
        }
        try (InputStream content = files.child(path).content()) {
            return content.readNBytes(most + 1);
        }
    }
}
