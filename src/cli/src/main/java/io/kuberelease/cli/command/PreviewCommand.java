package io.kuberelease.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kuberelease.adapters.git.BranchCheckout;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.cli.wiring.SourceMemory;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.ReleasePlan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release preview}: brings a branch to a namespace and an address of its own. */
@Command(
        name = "preview",
        description = {
            "Build the branch that is checked out, with what is not committed yet, and bring it to a namespace and an",
            "address of its own, with datastores of its own. The address is the last line. Said again, it brings what",
            "has changed since, and the preview lives longer."
        },
        footer = {
            "",
            "Examples:",
            "  kube-release preview                     the branch that is checked out",
            "  kube-release preview --branch feature    another one, as it was committed",
            "  kube-release preview list                what there is, whose, and how long it lives",
            "  kube-release preview delete feature      remove one with all that is in it",
            "",
            "What a preview is like is said in the section preview of the release file."
        })
final class PreviewCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Option(
            names = {"-b", "--branch"},
            paramLabel = "BRANCH",
            description = {
                "This branch instead of the one that is checked out. Where a commit is checked out without a branch,",
                "it says whose preview that commit is."
            })
    private @Nullable String branch;

    @Option(
            names = "--ingress",
            paramLabel = "HOST[:PORT]",
            description = {
                "Ask there whether the address answers, where its name does not lead to the cluster's ingress: as",
                "preview.ingress in the release file."
            })
    private @Nullable String ingress;

    @Mixin
    private final ReleaseOptions release = new ReleaseOptions();

    PreviewCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        program.prepareClusters();
        Path here = source.root(program);
        Optional<String> asked = Optional.ofNullable(branch);
        Optional<BranchCheckout> other = asked.flatMap(name ->
                BranchCheckout.of(here, name, program.processEnvironment().environment()));
        try {
            return release(
                    other.map(checkout -> new SourceMemory.Place(checkout.directory(), Optional.of(here)))
                            .orElseGet(() -> SourceMemory.Place.of(here)),
                    asked);
        } finally {
            other.ifPresent(BranchCheckout::close);
        }
    }

    private int release(SourceMemory.Place place, Optional<String> asked) throws Exception {
        ReleasePlan plan = source.certified(program.planPreview(
                place.directory(), source.file(), source.version(), asked, Optional.ofNullable(ingress)));
        ExitCode ended = ExitCode.of(program.begin(plan, place, Optional.empty(), release.manner(), opened -> {}));
        if (ended == ExitCode.DONE) {
            plan.preview().ifPresent(claim -> tell(plan, claim));
        }
        return ended.number();
    }

    private void tell(ReleasePlan plan, PreviewClaim claim) {
        String address = claim.address().toString();
        program.processEnvironment()
                .out()
                .println(
                        release.json()
                                ? JsonNodeFactory.instance
                                        .objectNode()
                                        .put("preview", claim.branch())
                                        .put("app", plan.app().value())
                                        .put(
                                                "namespace",
                                                plan.environments()
                                                        .get(0)
                                                        .target()
                                                        .namespace()
                                                        .value())
                                        .put("address", address)
                                : address);
    }
}
