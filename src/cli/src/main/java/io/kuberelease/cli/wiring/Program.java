package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.adapters.journal.ReleaseDirectories;
import io.kuberelease.adapters.kubernetes.approvals.KubernetesApprovals;
import io.kuberelease.adapters.kubernetes.approvals.VerifiedDecisions;
import io.kuberelease.adapters.popup.ClusterUsers;
import io.kuberelease.adapters.popup.CommandClusters;
import io.kuberelease.adapters.popup.PopUpClusters;
import io.kuberelease.adapters.popup.PopUpStore;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.ClusterPorts;
import io.kuberelease.app.Host;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.ReleaseRunner;
import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.app.Threads;
import io.kuberelease.app.actions.Approver;
import io.kuberelease.app.actions.HostAdvice;
import io.kuberelease.cli.session.Decider;
import io.kuberelease.cli.session.ReleaseSession;
import io.kuberelease.cli.session.TerminalDecider;
import io.kuberelease.cli.terminal.DiffPrinter;
import io.kuberelease.cli.terminal.OutputMode;
import io.kuberelease.cli.terminal.TerminalSink;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.engine.Redactor;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The parts of the program that commands need. */
public final class Program implements AutoCloseable {
    private static final HostAdvice ADVICE =
            new HostAdvice("look at kube-release status", "say which with --environment", "use its release file");

    private final ProcessEnvironment processEnvironment;
    private final Lazy<JournalCodec> codec = new Lazy<>(JournalCodec::new);
    private final Threads threads = Threads.ofProgram();
    private final ChildEnvironment children;
    private final Lazy<KubeconfigClusters> clusters;
    private final PopUpStore made;
    private final ClusterUsers users;
    private final PopUpClusters reached;
    private final Lazy<EnvironmentJournals> journals;
    private final Lazy<TerminalAccess> access;
    private final ClusterWarmup ahead = new ClusterWarmup(this::reached, threads.workers());

    public Program(ProcessEnvironment processEnvironment) {
        this.processEnvironment = processEnvironment;
        this.children = new ChildEnvironment(processEnvironment.environment());
        this.clusters = new Lazy<>(() -> KubeconfigClusters.of(
                children,
                processEnvironment.home(),
                processEnvironment.console().isPresent()));
        this.made = new PopUpStore(releases().root());
        this.users = new ClusterUsers(made, processEnvironment.clock());
        this.reached = new PopUpClusters(this::clusters, made, users, children);
        this.access = new Lazy<>(() -> new TerminalAccess(processEnvironment, children));
        this.journals = new Lazy<>(() -> inClusters().journals(codec()));
    }

    /** The environment of the process. */
    public ProcessEnvironment processEnvironment() {
        return processEnvironment;
    }

    /**
     * Makes the plan for the present source in the directory.
     *
     * @throws BadRequest with a report for people when the release file can't be carried out
     */
    public ReleasePlan plan(Path directory, String file, Optional<String> version, List<String> to) throws BadRequest {
        return plan(directory, spec(file, ReleaseSpec.Beside.NOTHING, version, to));
    }

    /**
     * Makes the plan for the preview of a branch.
     *
     * @param branch absent: the one that is checked out
     * @param ingress where its address is asked for; absent: as the release file says
     * @throws BadRequest with a report for people when the release file can't be carried out
     */
    public ReleasePlan planPreview(
            Path directory, String file, Optional<String> version, Optional<String> branch, Optional<String> ingress)
            throws BadRequest {
        String who = ReleaseSpec.Beside.NOTHING.who();
        ReleaseSpec.Beside beside = ingress.map(place -> new ReleaseSpec.Beside(
                        who, Node.of(new Place(who, 0, 0), Map.of("preview", Map.of("ingress", place)))))
                .orElse(ReleaseSpec.Beside.NOTHING);
        return plan(directory, spec(file, beside, version, List.of()).previewing(branch));
    }

    private ReleaseSpec spec(String file, ReleaseSpec.Beside beside, Optional<String> version, List<String> to) {
        return new ReleaseSpec(
                ReleaseSpec.File.ofUser(file), beside, ReleaseSpec.Parts.ALL, version, to, processEnvironment.user());
    }

    private ReleasePlan plan(Path directory, ReleaseSpec spec) throws BadRequest {
        return new ReleasePlanner(
                        unused -> new GitSource(processEnvironment.environment()),
                        processEnvironment.environment(),
                        processEnvironment.clock())
                .plan(spec, directory)
                .plan();
    }

    /**
     * Reads the app and its environments from the release file; the rest of the source need not be there.
     *
     * @throws BadRequest with a report for people when the release file can't be used
     */
    public AppDescription describe(Path directory, String file) throws BadRequest {
        return ReleasePlanner.describe(ReleaseSpec.File.ofUser(file), directory);
    }

    /** The directories with this user's releases. */
    public ReleaseDirectories releases() {
        return ReleaseDirectories.ofUser(processEnvironment.environment());
    }

    /** The format of journals. */
    public JournalCodec codec() {
        return codec.get();
    }

    /** The present time, from the clock of the process. */
    public Instant now() {
        return processEnvironment.clock().instant();
    }

    /** The named directory, or the working directory; relative names are relative to that. */
    public Path directory(Optional<Path> named) {
        return named.map(processEnvironment.directory()::resolve)
                .orElse(processEnvironment.directory())
                .normalize();
    }

    /** Makes approvals from a person's answers. */
    public Approver approver() {
        return new Approver(
                inClusters().probe(),
                new KubernetesApprovals(reached(), VerifiedDecisions.none()),
                journals(),
                ADVICE,
                processEnvironment.clock());
    }

    /** The clusters of the user's kubeconfig. */
    public KubeconfigClusters clusters() {
        return clusters.get();
    }

    /** The clusters of the user's kubeconfig, and those that were made when they were needed. */
    Clusters reached() {
        return reached;
    }

    /**
     * Makes and deletes clusters by the commands of release files.
     *
     * @param directory where the commands of new ones run
     */
    public CommandClusters popUps(Path directory) {
        return new CommandClusters(made, users, children, directory, processEnvironment.clock(), new SecureRandom());
    }

    /** Hands lines of programs on with the secrets of this process masked. */
    public Consumer<String> masking(Consumer<String> lines) {
        return new Redactor(processEnvironment.environment()).masking(lines);
    }

    /** The ports that need nothing but clusters. */
    public ClusterPorts inClusters() {
        return new ClusterPorts(reached(), threads, processEnvironment.clock());
    }

    /** The access with this user's accounts and programs. */
    public TerminalAccess access() {
        return access.get();
    }

    /** Starts reading the kubeconfig in the background, since a release needs it soon. */
    public void prepareClusters() {
        ahead.read();
    }

    /** For work that may block. */
    public Executor workers() {
        return threads.workers();
    }

    /** Makes the ports for a release that is kept in the directory; to be closed by the caller. */
    public PortsFactory portsOf(Path source, Path release) {
        return new PortsFactory(
                access().config(reached(), popUps(source), source, release), threads, processEnvironment.clock());
    }

    /** The journals that the environments' clusters keep. */
    public EnvironmentJournals journals() {
        return journals.get();
    }

    /** Finds releases, here and in the clusters. */
    public ReleaseFinder finder() {
        return new ReleaseFinder(releases(), codec(), journals());
    }

    /**
     * Begins a release, and runs it as far as possible here.
     *
     * @param source of the release
     * @param ports the ports of the release, if they are open already
     * @param first called with the release when it is open, before it runs
     * @throws io.kuberelease.model.ReleaseException.Failed with all that is wrong with its clusters
     */
    public RunResult begin(
            ReleasePlan plan,
            SourceMemory.Place source,
            Optional<PortsFactory> ports,
            OutputOptions outputOptions,
            Consumer<OpenRelease> first) {
        Path directory = releases().of(plan.app(), plan.release());
        TerminalSink screen = terminal(outputOptions.json());
        Host host =
                host(planned -> ports.orElseGet(() -> portsOf(source.directory(), directory)), screen, outputOptions);
        withholdSecretsOf(plan);
        OpenRelease release = runner().begin(directory, plan, host, () -> SourceMemory.remember(directory, source));
        first.accept(release);
        ahead.connect(plan);
        return session(screen, outputOptions).drive(release, plan.release(), run -> {});
    }

    /**
     * Resumes a release, and runs it as far as possible here.
     *
     * @param first called with the run before it begins
     * @throws io.kuberelease.model.ReleaseException.Failed when another process runs it
     */
    public RunResult carryOn(KnownRelease known, OutputOptions outputOptions, Consumer<ReleaseRun> first) {
        TerminalSink screen = terminal(outputOptions.json());
        ReleasePlan plan = known.state().plan();
        try (SourceMemory memory = new SourceMemory()) {
            // The release is open by then, so no other process works in its source.
            Host host = host(
                    planned -> portsOf(
                            memory.recall(known.directory(), plan.source().commit(), processEnvironment.environment()),
                            known.directory()),
                    screen,
                    outputOptions);
            withholdSecretsOf(plan);
            ahead.connect(plan);
            OpenRelease release = runner().adopt(known.directory(), known.entries(), host);
            return session(screen, outputOptions).drive(release, plan.release(), first);
        }
    }

    private ReleaseRunner runner() {
        return new ReleaseRunner(threads, processEnvironment.clock());
    }

    private Host host(Function<JournalEntry, PortsFactory> ports, TerminalSink screen, OutputOptions outputOptions) {
        return new TerminalHost(
                processEnvironment, reached(), ports, screen, outputOptions.waitMode(), access().connections());
    }

    private ReleaseSession session(TerminalSink screen, OutputOptions outputOptions) {
        return new ReleaseSession(
                outputOptions.mayAsk() ? decider(screen) : Decider.nobody(), processEnvironment.err());
    }

    /**
     * Checks all clusters and namespaces of a release, before anything of it is shown.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed with all that is wrong with them
     */
    public void requireClusters(ReleasePlan plan) {
        withholdSecretsOf(plan);
        inClusters().require(plan);
    }

    /** Hides the variables that the release file names as build secrets from child processes other than the build. */
    public void withholdSecretsOf(ReleasePlan plan) {
        children.withhold(plan.secretVariables());
    }

    private TerminalSink terminal(boolean json) {
        return TerminalSinks.create(
                json ? OutputMode.JSON : OutputMode.AUTO,
                processEnvironment.out(),
                processEnvironment.environment(),
                processEnvironment.clock());
    }

    /** Pauses the screen before each question, so that the question is below it. */
    private Decider decider(TerminalSink terminal) {
        DiffPrinter printer = new DiffPrinter(TerminalSinks.palette(processEnvironment.environment()));
        return processEnvironment
                .console()
                .map(console -> new TerminalDecider(console, approver(), printer))
                .<Decider>map(person -> pending -> {
                    terminal.pause(pending.state());
                    return person.ask(pending);
                })
                .orElse(Decider.nobody());
    }

    @Override
    public void close() {
        threads.close();
        users.close();
        reached.close();
        clusters.made().ifPresent(KubeconfigClusters::close);
    }

    /** A part that is made at its first use, so that commands which don't need it start faster. Thread-safe. */
    private static final class Lazy<T> {
        private final Supplier<T> maker;
        private Optional<T> made = Optional.empty();

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T get() {
            T part = made.orElseGet(maker);
            made = Optional.of(part);
            return part;
        }

        /** The part, if it was made. */
        synchronized Optional<T> made() {
            return made;
        }
    }
}
