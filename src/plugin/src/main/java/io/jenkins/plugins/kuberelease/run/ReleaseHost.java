package io.jenkins.plugins.kuberelease.run;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.TermMilestone;
import hudson.init.Terminator;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.kuberelease.access.AccessProvider;
import io.jenkins.plugins.kuberelease.agent.FetchedSource;
import io.jenkins.plugins.kuberelease.agent.SourcePlace;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.page.ProjectBranches;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import io.kuberelease.app.Closings;
import io.kuberelease.app.ClusterPorts;
import io.kuberelease.app.PortsConfig;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.ReleaseRunner;
import io.kuberelease.app.Threads;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.actions.HostAdvice;
import io.kuberelease.app.hosting.Assignments;
import io.kuberelease.app.hosting.Assignments.Assignment;
import io.kuberelease.app.hosting.BuildReleases;
import io.kuberelease.app.hosting.Builds;
import io.kuberelease.app.hosting.HostPorts;
import io.kuberelease.app.hosting.KeptReleases;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.hosting.ReleaseSummary;
import io.kuberelease.app.hosting.RunningRelease;
import io.kuberelease.app.hosting.RunningReleases;
import io.kuberelease.app.page.PreviewAnswers;
import io.kuberelease.app.preview.PreviewKeeper;
import io.kuberelease.app.preview.PreviewRegister;
import io.kuberelease.app.preview.ProjectPreviews;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.ReleaseState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.security.ImpersonatingExecutorService;

/** Runs the releases of this controller's builds. */
@Extension
public final class ReleaseHost implements ReleaseControl {
    private static final Logger LOGGER = Logger.getLogger(ReleaseHost.class.getName());
    private static final String FILE = "io.jenkins.plugins.kuberelease.underway";
    private static final String REMOVALS = "io.jenkins.plugins.kuberelease.removals";
    private static final String OF_STEP = "step-";
    private static final HostAdvice ADVICE = new HostAdvice(
            "look at its release page",
            "decide on its release page, where each has a button",
            "use kubePromote or kubeRollback in a Jenkinsfile, or the terminal program");

    private final Threads threads = new Threads(
            name -> new NamingThreadFactory(new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), name),
            workers -> new ImpersonatingExecutorService(workers, ACL.SYSTEM2));
    private final ReleaseRunner runner = new ReleaseRunner(threads, Clock.systemUTC());
    private final RunningReleases running = new RunningReleases(
            new Assignments(Jenkins.get().getRootDir().toPath().resolve(FILE)), threads);
    private final RunningReleases removals = new RunningReleases(
            new Assignments(Jenkins.get().getRootDir().toPath().resolve(REMOVALS)), threads);
    private final PreviewKeeper previews = new PreviewKeeper(
            new PreviewRegister(ofPreviews("register")),
            new ProjectPreviews(
                    new PreviewCare.Projects(),
                    JenkinsHost::name,
                    project -> AccessProvider.get().ofProject(project),
                    ReleaseHost::ports,
                    runner,
                    threads),
            removals,
            ofPreviews("removals"),
            Clock.systemUTC());
    private final PreviewAnswers<ProjectBranches.At> previewAnswers =
            new PreviewAnswers<>(previews, ProjectBranches::of, threads.workers(), Clock.systemUTC());
    private final BuildReleases<Run<?, ?>> releases =
            new BuildReleases<>(new JenkinsBuilds(), running, threads.workers(), Clock.systemUTC());

    /** The only instance. */
    public static ReleaseHost get() {
        return ExtensionList.lookupSingleton(ReleaseHost.class);
    }

    /** The releases that are running on this controller, and those that it has begun and that have not ended. */
    public RunningReleases running() {
        return running;
    }

    @Override
    public PreviewKeeper previews() {
        return previews;
    }

    @Override
    public PreviewAnswers<ProjectBranches.At> previewAnswers() {
        return previewAnswers;
    }

    /** What previews need beside their builds: it stays when a job or a project is deleted. */
    private static Path ofPreviews(String name) {
        return Jenkins.get()
                .getRootDir()
                .toPath()
                .resolve("kube-release/previews")
                .resolve(name);
    }

    @Override
    public BuildReleases<Run<?, ?>> releases() {
        return releases;
    }

    @Override
    public List<ReleaseSummary> summaries(Run<?, ?> run) {
        return releases.summaries(run);
    }

    /** The releases that are kept with a build. */
    public static KeptReleases kept(Run<?, ?> run) {
        return new KeptReleases(run.getRootDir().toPath().resolve("kube-release"));
    }

    /**
     * The name of the directory of a step's release, by which a resumed step finds it again.
     *
     * @param node the id of the step's node in its pipeline
     */
    public static String directory(String node) {
        return OF_STEP + node;
    }

    /** The id of the step's node; absent when the release was begun from a page instead of a step. */
    static Optional<String> node(String directory) {
        return directory.startsWith(OF_STEP) ? Optional.of(directory.substring(OF_STEP.length())) : Optional.empty();
    }

    /**
     * Begins a release whose journal holds the plan, or resumes it where its journal ends, as {@link
     * RunningReleases#carryOut} says.
     *
     * @param assignment needed to resume it when the step that began it is lost
     * @param place where to build its image
     * @param listener receives its log
     */
    public CompletableFuture<RunResult> carryOut(
            Run<?, ?> run, Assignment assignment, SourceWorkspace place, TaskListener listener) {
        Path directory = kept(run).root().resolve(assignment.directory());
        return running.carryOut(
                directory,
                assignment,
                () -> RunningRelease.Carried.on(runner.adopt(
                        directory,
                        List.of(),
                        new JenkinsHost(
                                run,
                                directory,
                                place,
                                assignment.subdirectory(),
                                access(run, directory),
                                threads,
                                listener))),
                place::leave,
                line -> listener.getLogger().println("[kube-release] " + line));
    }

    private static Access access(Run<?, ?> run, Path directory) {
        Access access = AccessProvider.get().of(run);
        new ReleaseDirectory(directory).plan().ifPresent(access::goesBy);
        return access;
    }

    /** The assignment for a release of a build. */
    public static Assignment assignment(Run<?, ?> run, String directory, String subdirectory, SourcePlace source) {
        return new Assignment(run.getExternalizableId(), directory, subdirectory, source.fields());
    }

    /**
     * Like {@link #carryOut}, for a release that has no build to write to: its log is a file beside its journal, closed
     * when the release has ended, or could not be started.
     *
     * @param place makes the place to build an image in, given the log
     * @throws IOException when the log file can't be opened
     */
    CompletableFuture<RunResult> carryOutAlone(
            Run<?, ?> run, Assignment assignment, Function<TaskListener, SourceWorkspace> place) throws IOException {
        ReleaseDirectory release = new ReleaseDirectory(kept(run).root().resolve(assignment.directory()));
        StreamTaskListener console = new StreamTaskListener(release.openConsole(), StandardCharsets.UTF_8);
        try {
            return carryOut(run, assignment, place.apply(console), console)
                    .whenComplete((runResult, problem) -> console.closeQuietly());
        } catch (RuntimeException e) {
            console.closeQuietly();
            throw e;
        }
    }

    /** How releases reach what they need, by Jenkins' own configuration: its global variables, else those of its process. */
    static HostPorts ports() {
        return new HostPorts(
                "Jenkins",
                "jenkins",
                Jenkins.get().getRootDir().toPath().resolve("caches/kube-release"),
                Jenkins.get().getGlobalNodeProperties().getAll(EnvironmentVariablesNodeProperty.class).stream()
                        .flatMap(each -> Stream.ofNullable(each.getEnvVars().get(PortsConfig.HELPER_IMAGE)))
                        .findFirst()
                        .or(() -> Optional.ofNullable(System.getenv(PortsConfig.HELPER_IMAGE))));
    }

    /** The builds of this Jenkins. */
    private final class JenkinsBuilds implements Builds<Run<?, ?>> {
        @Override
        public String name(Run<?, ?> run) {
            return run.getExternalizableId();
        }

        @Override
        public Optional<Run<?, ?>> find(String name) {
            return build(name);
        }

        @Override
        public Path releases(Run<?, ?> run) {
            return kept(run).root();
        }

        @Override
        public <T> T withPorts(Run<?, ?> run, Path release, Function<PortsFactory, T> work) {
            try (Access access = AccessProvider.get().of(run);
                    PortsFactory ports =
                            new PortsFactory(ports().ofBundle(access, release), threads, Clock.systemUTC())) {
                return work.apply(ports);
            }
        }

        @Override
        public CompletableFuture<RunResult> carryOut(Run<?, ?> run, ReleaseDirectory release) throws IOException {
            SourceWorkspace nowhere = new SourceWorkspace.None(release.path().resolve("nothing"));
            String directory = String.valueOf(release.path().getFileName());
            return carryOutAlone(run, assignment(run, directory, "", new FetchedSource(null)), console -> nowhere);
        }

        @Override
        public HostAdvice advice() {
            return ADVICE;
        }
    }

    /** The build of that name, looked for as Jenkins itself; absent when it was deleted. */
    static Optional<Run<?, ?>> build(String name) {
        ACLContext everywhere = ACL.as2(ACL.SYSTEM2);
        try {
            return Optional.ofNullable(Run.fromExternalizableId(name));
        } finally {
            everywhere.close();
        }
    }

    /** The addresses of the app inside its clusters, by environment, as far as they are known now; blocks. */
    public static Map<String, String> addresses(Run<?, ?> run, ReleaseState state) {
        try (Access access = AccessProvider.get().of(run)) {
            return new ClusterPorts(access.clusters(), get().threads, Clock.systemUTC()).addresses(state);
        }
    }

    /** The threads of all releases. Work runs as Jenkins itself, so callers must check permissions before. */
    public Threads threads() {
        return threads;
    }

    /**
     * Closes all releases as if Jenkins were killed, but with their journals free to be opened again: they are resumed
     * when Jenkins is back. An interruption here is not the end of a release, so it is neither reported nor written
     * down.
     */
    @Terminator(before = TermMilestone.COMPLETED)
    public static void rest() {
        ReleaseHost host = get();
        try {
            Closings.all(List.of(host.running::close, host.removals::close));
        } catch (RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    "Not everything of the releases under way could be closed; they are taken up when Jenkins is back",
                    e);
        } finally {
            host.threads.close();
        }
    }
}
