package io.jenkins.plugins.kuberelease.page;

import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Saveable;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.SaveableListener;
import io.kuberelease.app.hosting.ReleasingJobs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/** Records which jobs ever released, so that the board need not load every build of every job. Thread-safe. */
@Extension
public final class ReleaseIndex implements Saveable {
    private final Set<String> jobs = new TreeSet<>();
    private transient boolean loaded;

    /** The only instance. */
    public static ReleaseIndex get() {
        return ExtensionList.lookupSingleton(ReleaseIndex.class);
    }

    /** Records that the job releases. */
    synchronized void add(Job<?, ?> job) {
        load();
        if (jobs.add(job.getFullName())) {
            save();
        }
    }

    /** Whether the job ever released. */
    synchronized boolean knows(Job<?, ?> job) {
        load();
        return jobs.contains(job.getFullName());
    }

    /** Whether any job in the folder or project ever released. */
    synchronized boolean knowsBelow(Item folder) {
        load();
        return ReleasingJobs.isAnyBelow(jobs, folder.getFullName());
    }

    /** The jobs that ever released, as far as the visitor may see them. */
    List<Job<?, ?>> visible() {
        return names().stream().flatMap(ReleaseIndex::job).toList();
    }

    private static Stream<Job<?, ?>> job(String name) {
        return item(name, Job.class).map(job -> (Job<?, ?>) job);
    }

    /** The project of that name, if there is one that the visitor may see. */
    static Stream<? extends Item> project(String name) {
        return item(name, MultiBranchProject.class);
    }

    private static <T extends Item> Stream<T> item(String name, Class<T> kind) {
        try {
            return Stream.ofNullable(Jenkins.get().getItemByFullName(name, kind));
        } catch (AccessDeniedException unseen) {
            // The visitor may discover the job but not read it: Jenkins would ask for a login, the list leaves it out.
            return Stream.of();
        }
    }

    private synchronized List<String> names() {
        load();
        return List.copyOf(jobs);
    }

    private synchronized void renamed(String from, String to) {
        load();
        if (ReleasingJobs.renamed(jobs, from, to)) {
            save();
        }
    }

    private synchronized void deleted(String name) {
        load();
        if (ReleasingJobs.deleted(jobs, name)) {
            save();
        }
    }

    private void load() {
        if (loaded) {
            return;
        }
        try {
            if (file().exists()) {
                file().unmarshal(this);
            }
            loaded = true;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read which jobs release from " + file(), e);
        }
    }

    @Override
    public synchronized void save() {
        if (BulkChange.contains(this)) {
            return;
        }
        try {
            file().write(this);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write down which jobs release to " + file(), e);
        }
        SaveableListener.fireOnChange(this, file());
    }

    private static XmlFile file() {
        return new XmlFile(new File(Jenkins.get().getRootDir(), ReleaseIndex.class.getName() + ".xml"));
    }

    /** Updates the index when jobs are moved, renamed or deleted. */
    @Extension
    public static final class Follower extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            get().renamed(oldFullName, newFullName);
        }

        @Override
        public void onDeleted(Item item) {
            get().deleted(item.getFullName());
        }
    }
}
