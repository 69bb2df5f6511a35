package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.adapters.kubernetes.access.ClusterAccess;
import io.kuberelease.adapters.kubernetes.access.NamespaceRules;
import io.kuberelease.adapters.kubernetes.access.Right;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.PlanParts;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.cli.checkup.BuilderCheck;
import io.kuberelease.cli.checkup.Check;
import io.kuberelease.cli.checkup.ClusterCheck;
import io.kuberelease.cli.checkup.GitCheck;
import io.kuberelease.cli.checkup.HelmCheck;
import io.kuberelease.cli.checkup.JavaCheck;
import io.kuberelease.cli.checkup.KubeconfigCheck;
import io.kuberelease.cli.checkup.NamespaceCheck;
import io.kuberelease.cli.checkup.PermissionCheck;
import io.kuberelease.cli.checkup.PermissionCheck.Purpose;
import io.kuberelease.cli.checkup.ProxyCheck;
import io.kuberelease.cli.checkup.RegistryCheck;
import io.kuberelease.cli.checkup.ReleaseFileCheck;
import io.kuberelease.cli.checkup.SecretsCheck;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the checks for a directory: of what its release file names, or without one, of the user's kubeconfig. */
public final class CheckList {
    private static final Namespace ANY = new Namespace("default");

    private final Program program;
    private final PortsFactory factory;
    private final TerminalAccess machine;
    private final ClusterAccess access;
    private final NamespaceRules rules;

    /**
     * @param factory must stay open during the checks
     */
    public CheckList(Program program, PortsFactory factory) {
        this.program = program;
        this.factory = factory;
        this.machine = program.access();
        this.access = new ClusterAccess(program.clusters());
        this.rules = new NamespaceRules(program.clusters());
    }

    /** Makes the checks, in the order in which they are printed. */
    public List<Check> of(Path directory, String file) {
        List<Check> checks = new ArrayList<>();
        checks.add(new JavaCheck(Runtime.version()));
        checks.add(new GitCheck(machine.programs(), directory));
        checks.add(new HelmCheck(factory.helm(), program.processEnvironment().clock()));
        Optional<ReleasePlan> plan = Optional.empty();
        Optional<String> wrong = Optional.empty();
        if (Files.exists(directory.resolve(file))) {
            try {
                plan = Optional.of(program.plan(directory, file, Optional.empty(), List.of()));
            } catch (BadRequest problem) {
                wrong = problem.report().lines().findFirst();
            }
            checks.add(new ReleaseFileCheck(file, wrong));
        }
        checks.addAll(builders(directory, plan));
        checks.add(new ProxyCheck(new Proxies(program.processEnvironment().environment()), servers(plan)));
        plan.ifPresentOrElse(found -> checks.addAll(ofPlan(found, directory)), () -> checks.addAll(ofKubeconfig()));
        return checks;
    }

    /** A check for each builder that an image demands, and one for whichever is found where one demands none. */
    private List<Check> builders(Path directory, Optional<ReleasePlan> plan) {
        List<Optional<String>> wanted = plan.map(CheckList::images).orElse(List.of()).stream()
                .map(ImageSpec::builder)
                .distinct()
                .toList();
        return (wanted.isEmpty() ? List.of(Optional.<String>empty()) : wanted)
                .stream()
                        .<Check>map(name ->
                                new BuilderCheck(machine.builders(directory), name, machine.programs(), directory))
                        .toList();
    }

    private static List<ImageSpec> images(ReleasePlan plan) {
        return plan.buildImages().stream().map(StageTask.BuildImage::image).toList();
    }

    private Map<String, URI> servers(Optional<ReleasePlan> plan) {
        Map<String, URI> servers = new LinkedHashMap<>();
        plan.ifPresent(found -> {
            images(found).stream()
                    .map(image -> image.repository().registry())
                    .forEach(registry -> servers.put(
                            "registry " + registry, URI.create(machine.scheme(registry) + "://" + registry)));
            found.notifies().slackChannel().ifPresent(channel -> servers.put("Slack", URI.create("https://slack.com")));
            found.notifies().webhook().ifPresent(address -> servers.put("webhook " + address.getHost(), address));
        });
        program.clusters().servers().forEach((context, address) -> servers.put("cluster " + context, address));
        return servers;
    }

    private List<Check> ofPlan(ReleasePlan plan, Path directory) {
        List<Check> checks = new ArrayList<>();
        images(plan)
                .forEach(
                        image -> checks.add(new RegistryCheck(factory.registry(), machine.auth(), image.repository())));
        Map<String, Check> clusters = new LinkedHashMap<>();
        List<Check> permissions = new ArrayList<>();
        PlanParts.tests(plan).ifPresent(target -> {
            clusters.putIfAbsent(target.cluster(), new ClusterCheck(access, target));
            permissions.add(permission("tests", target, Right.TO_TEST, false));
            permissions.add(new NamespaceCheck(rules, "tests", target));
        });
        for (EnvironmentSpec environment : PlanParts.environments(plan)) {
            Target target = environment.target();
            clusters.put(target.cluster(), new ClusterCheck(access, target));
            permissions.add(permission(
                    environment.name().value(), target, rights(plan, environment), environment.createNamespace()));
            permissions.add(new NamespaceCheck(rules, environment.name().value(), target));
            if (!environment.secrets().sources().isEmpty()) {
                permissions.add(new SecretsCheck(
                        machine.secrets(directory),
                        environment,
                        program.processEnvironment().clock()));
            }
        }
        checks.addAll(clusters.values());
        checks.addAll(permissions);
        return checks;
    }

    private static List<Right> rights(ReleasePlan plan, EnvironmentSpec environment) {
        List<Right> rights = new ArrayList<>(Right.TO_DEPLOY);
        PlanParts.checks(plan, environment).ifPresent(checks -> {
            checks.http().ifPresent(path -> rights.addAll(Right.TO_ASK));
            rights.addAll(checks.command().isEmpty() ? List.of() : Right.TO_TEST);
        });
        if (isApprovedByNamed(plan, environment)) {
            rights.addAll(Right.TO_CHECK_APPROVALS);
        }
        return rights.stream().distinct().toList();
    }

    private static boolean isApprovedByNamed(ReleasePlan plan, EnvironmentSpec environment) {
        return plan.approval(environment.name())
                .filter(asked -> !asked.task().rule().by().isEmpty())
                .isPresent();
    }

    private Check permission(String name, Target target, List<Right> rights, boolean createsNamespace) {
        return new PermissionCheck(access, new Purpose(name, target, rights, createsNamespace));
    }

    private List<Check> ofKubeconfig() {
        List<String> contexts = program.clusters().contexts();
        if (contexts.isEmpty()) {
            return List.of(new KubeconfigCheck());
        }
        return contexts.stream()
                .<Check>map(context -> new ClusterCheck(access, new Target(context, Optional.empty(), ANY)))
                .toList();
    }
}
