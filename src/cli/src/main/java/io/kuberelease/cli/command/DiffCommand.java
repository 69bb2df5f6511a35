package io.kuberelease.cli.command;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.adapters.disk.Directories;
import io.kuberelease.api.ComparisonData;
import io.kuberelease.api.PreviewData;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.session.Preview;
import io.kuberelease.cli.terminal.ComparisonPrinter;
import io.kuberelease.cli.terminal.DiffPrinter;
import io.kuberelease.cli.terminal.Palette;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.cli.wiring.InMemoryRegistry;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.engine.Ports;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.promotion.BundleComparer;
import io.kuberelease.promotion.BundleComparison;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release diff}: shows what a run would change in each environment, or how two bundles differ. */
@Command(
        name = "diff",
        description = {
            "Without --from: show what a run would change in each environment, against Helm's last revision there.",
            "The image is built, so that its digest is the true one; nothing is deployed, tagged or tested.",
            "With --from: show what differs between two bundles; each is named by an environment that it is in, a",
            "version, or its digest. No source is needed. Values of Secrets are hidden."
        },
        footer = {
            "",
            "Examples:",
            "  kube-release diff                                    what run would change",
            "  kube-release diff --to staging                       the same, no further than staging",
            "  kube-release diff --from production --to staging     what production would get from staging, and what",
            "                                                       the two have different values for",
            "  kube-release diff --from production --to 1.5.0       what 1.5.0 would change in production",
            "  kube-release diff --from 1.4.0 --to sha256:77ab12    two bundles, as in each environment"
        })
final class DiffCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Mixin
    private final ToOption to = new ToOption();

    @Mixin
    private final FormOptions form = new FormOptions();

    @Option(
            names = "--from",
            paramLabel = "BUNDLE",
            description = "An environment, a version or a digest. Then --to names another.")
    private @Nullable String from;

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENVIRONMENT",
            description = "With --from: compare as in this environment. Default: the one named, else each.")
    private @Nullable String environment;

    DiffCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = source.root(program);
        Path scratch = Files.createTempDirectory("kube-release-diff");
        try (PortsFactory factory = program.portsOf(directory, scratch)) {
            if (from != null) {
                compare(program.describe(directory, source.file()), factory, from);
            } else {
                preview(directory, factory);
            }
        } finally {
            Directories.remove(scratch);
        }
        return ExitCode.DONE.number();
    }

    private void compare(AppDescription app, PortsFactory factory, String before) {
        if (to.names().size() != 1) {
            throw refused("--from " + before + " says with what to compare, but not what", "name one bundle with --to");
        }
        Ports ports = factory.ports();
        BundleComparison comparison = new BundleComparer(
                        program.inClusters().histories(),
                        ports.bundles(),
                        ports.deployer(),
                        program.processEnvironment().clock())
                .compare(app, before, to.names().get(0), Optional.ofNullable(environment));
        program.processEnvironment()
                .out()
                .println(
                        form.json()
                                ? new ApiCodec().writePretty(ComparisonData.of(comparison))
                                : new ComparisonPrinter(palette()).print(comparison));
    }

    private void preview(Path directory, PortsFactory factory) throws BadRequest {
        if (environment != null) {
            throw refused(
                    "--environment belongs to a comparison of two bundles",
                    "name the other with --from, or say --to " + environment);
        }
        ReleasePlan plan = source.certified(program.plan(directory, source.file(), source.version(), to.names()));
        program.withholdSecretsOf(plan);
        Preview preview = new Preview(factory.ports(), factory.bundlesIn(new InMemoryRegistry()));
        Map<EnvironmentName, EnvironmentDiff> diffs = preview.of(plan, program.now());
        if (form.json()) {
            program.processEnvironment().out().println(new ApiCodec().writePretty(PreviewData.of(plan, diffs)));
        } else {
            print(diffs);
        }
    }

    private void print(Map<EnvironmentName, EnvironmentDiff> diffs) {
        PrintStream out = program.processEnvironment().out();
        DiffPrinter printer = new DiffPrinter(palette());
        diffs.forEach((environment, diff) -> {
            out.println(environment + (diff.unchanged() ? ": unchanged" : ":"));
            out.println(printer.print(diff));
        });
    }

    private Palette palette() {
        return TerminalSinks.palette(program.processEnvironment().environment());
    }

    private static ReleaseException.Failed refused(String why, String advice) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, why).suggesting(advice));
    }
}
