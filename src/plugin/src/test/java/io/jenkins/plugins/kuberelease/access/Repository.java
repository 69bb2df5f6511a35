package io.jenkins.plugins.kuberelease.access;

import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.scm.NullSCM;
import hudson.scm.SCM;
import hudson.scm.SCMDescriptor;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.SCMSourceDescriptor;

/** A repository with one branch and changes from forks, as a branch source shows it. */
final class Repository extends SCMSource {
    private static final long serialVersionUID = 1L;
    private static final SCMRevision TRUSTED = new Commit(new Branch("main"));

    private final Map<String, String> trustedFiles;

    Repository(Map<String, String> trustedFiles) {
        this.trustedFiles = Map.copyOf(trustedFiles);
        setId("repository");
    }

    @Override
    public SCMRevision getTrustedRevision(SCMRevision revision, TaskListener listener) {
        return revision.getHead() instanceof Branch ? revision : TRUSTED;
    }

    @Override
    protected void retrieve(
            SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener) {}

    @Override
    protected SCMRevision retrieve(SCMHead head, TaskListener listener) {
        return new Commit(head);
    }

    /** What is at the head of a fork's change. */
    static SCMRevision revision(String change) {
        return new Commit(new Change(change));
    }

    @Override
    public SCM build(SCMHead head, SCMRevision revision) {
        return new NullSCM();
    }

    @Override
    public SCMSourceDescriptor getDescriptor() {
        return new SCMSourceDescriptor() {};
    }

    /** Of the repository itself. */
    static final class Branch extends SCMHead {
        private static final long serialVersionUID = 1L;

        Branch(String name) {
            super(name);
        }
    }

    /** Of somebody's fork. */
    static final class Change extends SCMHead {
        private static final long serialVersionUID = 1L;

        Change(String name) {
            super(name);
        }

        @Override
        public SCMHeadOrigin getOrigin() {
            return new SCMHeadOrigin.Fork("stranger");
        }
    }

    private static final class Commit extends SCMRevision {
        private static final long serialVersionUID = 1L;

        Commit(SCMHead head) {
            super(head);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Commit commit && commit.getHead().equals(getHead());
        }

        @Override
        public int hashCode() {
            return getHead().hashCode();
        }
    }

    /** The job's own head, and this repository as where it is from. */
    static final class Heads extends SCMHead.HeadByItem {
        @Override
        public SCMHead getHead(Item item) {
            return item.getName().startsWith("PR-") ? new Change(item.getName()) : new Branch(item.getName());
        }
    }

    /** Reads the trusted revision's files. */
    static class Files extends SCMFileSystem.Builder {
        @Override
        public boolean supports(SCM scm) {
            return false;
        }

        @Override
        public boolean supports(SCMSource source) {
            return source instanceof Repository;
        }

        @Override
        @SuppressWarnings("rawtypes") // as the base class has it
        protected boolean supportsDescriptor(SCMDescriptor descriptor) {
            return false;
        }

        @Override
        protected boolean supportsDescriptor(SCMSourceDescriptor descriptor) {
            return true;
        }

        @Override
        public SCMFileSystem build(Item owner, SCM scm, SCMRevision revision) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SCMFileSystem build(SCMSource source, SCMHead head, SCMRevision revision) {
            return new SCMFileSystem(revision) {
                @Override
                public long lastModified() {
                    return 0;
                }

                @Override
                public SCMFile getRoot() {
                    return new TrustedFile(((Repository) source).trustedFiles);
                }
            };
        }
    }

    private static final class TrustedFile extends SCMFile {
        private final Map<String, String> all;

        /** The top of the repository. */
        TrustedFile(Map<String, String> all) {
            this.all = all;
        }

        private TrustedFile(Map<String, String> all, SCMFile parent, String name) {
            super(parent, name);
            this.all = all;
        }

        @Override
        protected SCMFile newChild(String name, boolean directory) {
            return new TrustedFile(all, this, name);
        }

        @Override
        public Iterable<SCMFile> children() {
            return List.of();
        }

        @Override
        public long lastModified() {
            return 0;
        }

        @Override
        protected Type type() {
            return all.containsKey(getPath()) ? Type.REGULAR_FILE : Type.NONEXISTENT;
        }

        @Override
        public InputStream content() throws FileNotFoundException {
            String content = all.get(getPath());
            if (content == null) {
                throw new FileNotFoundException(getPath());
            }
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
