package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ClustersReader.PopUps;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads the environments, each by itself; {@link EnvironmentOrder} puts them in order. */
final class EnvironmentsReader {
    /** The name of a cluster: whatever a kubeconfig context may be called. */
    static final UnaryOperator<String> CLUSTER =
            Validators.matching("\\S+", "the name of a context or of a configured cluster");

    static final UnaryOperator<String> CLUSTER_ID =
            Validators.matching("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "what kube-release pin writes");
    private static final UnaryOperator<String> SERVICE =
            Validators.matching("[a-z]([-a-z0-9]{0,61}[a-z0-9])?", "the name of a Service");
    private static final String RETURN = "return";
    private static final UnaryOperator<String> ON_FAILURE = Validators.oneOf(List.of("keep", RETURN));
    private static final Set<String> STAGES =
            Set.of("cluster", "datastores", "build", "chart", "tested", "test", "tidy", "bundle", "publish");
    static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final Duration APPROVAL_WITHIN = Duration.ofHours(24);

    private final SourcePaths paths;
    private final AppName app;
    private final Optional<HelmOptions> helm;
    private final PopUps popUps;
    private final ImageChoice images;

    EnvironmentsReader(SourcePaths paths, AppName app, Optional<HelmOptions> helm, PopUps popUps, ImageChoice images) {
        this.images = images;
        this.paths = paths;
        this.app = app;
        this.helm = helm;
        this.popUps = popUps;
    }

    /** The environments in the order of the file. */
    List<EnvironmentDraft> read(Field field) {
        List<EnvironmentDraft> drafts = new ArrayList<>();
        for (Field entry : field.entries()) {
            SectionReader section = entry.section(Section.ENVIRONMENT);
            drafts.add(new EnvironmentDraft(
                    entry, section.field("after"), section.field("soak"), environment(entry, section)));
        }
        refuseSharedTargets(drafts);
        return List.copyOf(drafts);
    }

    private static void refuseSharedTargets(List<EnvironmentDraft> drafts) {
        Map<String, String> owners = new HashMap<>();
        for (EnvironmentDraft draft : drafts) {
            draft.environment().map(read -> read.spec().target()).ifPresent(target -> {
                String owner = owners.putIfAbsent(target.cluster() + " " + target.namespace(), draft.name());
                if (owner != null) {
                    draft.field()
                            .refuseKey(
                                    "has the cluster and the namespace of " + owner,
                                    "give each environment a namespace of its own");
                }
            });
        }
    }

    private Optional<EnvironmentDraft.Environment> environment(Field entry, SectionReader section) {
        Optional<EnvironmentName> name = name(entry);
        Optional<Target> target = target(section);
        List<String> values = section.field("values").items().stream()
                .flatMap(item -> paths.values(item).stream())
                .toList();
        EnvironmentSecrets secrets = new SecretsReader(paths).read(section.field("secrets"));
        boolean create = createsNamespace(section);
        Duration readyWithin =
                section.field("readyWithin").as(DurationText::parse).orElse(READY_WITHIN);
        Optional<ApprovalRule> approval = approval(section.field("approval"));
        Optional<VerifySpec> verify = verify(section.field("verify"), images, Section.VERIFY, Section.VERIFY_RESOURCES);
        Optional<Duration> soak = section.field("soak").as(DurationText::parse);
        Optional<Freeze> freeze = FreezeReader.read(section.field("freeze"));
        boolean returns =
                section.field("onFailure").as(ON_FAILURE).filter(RETURN::equals).isPresent();
        return name.flatMap(called -> target.map(where -> new EnvironmentDraft.Environment(
                new EnvironmentSpec(called, app, where, values, create, readyWithin, helm).with(secrets),
                approval,
                verify,
                soak,
                freeze,
                returns)));
    }

    private static Optional<EnvironmentName> name(Field entry) {
        if (STAGES.contains(entry.key())) {
            entry.refuseKey("has the name of a stage", "use another name, for example " + entry.key() + "-environment");
            return Optional.empty();
        }
        try {
            return Optional.of(new EnvironmentName(entry.key()));
        } catch (IllegalArgumentException refused) {
            entry.refuseKey(
                    "is not a name for an environment",
                    "use at most 40 lower-case letters, digits and dashes, beginning with a letter");
            return Optional.empty();
        }
    }

    private Optional<Target> target(SectionReader section) {
        Optional<String> cluster = section.required(
                        "cluster", "name a context of the kubeconfig or a configured cluster")
                .as(CLUSTER);
        popUps.refusePin(section);
        Optional<String> clusterId = section.field("clusterId").as(CLUSTER_ID);
        Field namespaceField = section.field("namespace");
        Optional<Namespace> namespace =
                namespaceField.isGiven() ? namespaceField.as(Namespace::new) : Optional.of(new Namespace(app.value()));
        return cluster.flatMap(name -> namespace.map(space -> new Target(popUps.target(name), clusterId, space)));
    }

    /** In a cluster that was just made nobody else could have made it. */
    private boolean createsNamespace(SectionReader section) {
        boolean fresh = section.field("cluster").written().filter(popUps::has).isPresent();
        Field create = section.field("createNamespace");
        if (fresh && create.truth().equals(Optional.of(false))) {
            create.refuse("leaves a cluster that is made anew without the namespace", "remove it");
        }
        return fresh || create.truth().orElse(false);
    }

    private static Optional<ApprovalRule> approval(Field field) {
        SectionReader section = field.section(Section.APPROVAL);
        List<String> by = section.field("by").texts();
        Duration within = section.field("within").as(DurationText::parse).orElse(APPROVAL_WITHIN);
        return field.isMapping() ? Optional.of(new ApprovalRule(by, within)) : Optional.empty();
    }

    static Optional<VerifySpec> verify(Field field, ImageChoice images, Section known, Section resources) {
        SectionReader section = field.section(known);
        Field commandField = section.field("command");
        Optional<String> http = section.field("http").as(Validators.matching("/\\S*", "a path that begins with /"));
        Optional<String> service = section.field("service").as(SERVICE);
        List<String> command = commandField.isGiven() ? commandField.command() : List.of();
        if (field.isMapping() && !section.field("http").isGiven() && !commandField.isGiven()) {
            section.refuse("checks nothing", "give http, for example /health, or a command, or both");
        }
        ContainerNeeds needs = ContainerReader.read(section, resources).or(ContainerNeeds.USUAL);
        Optional<ImageName> image = images.of(section, commandField.isGiven());
        refuseWithoutCommand(section.field("runAsUser"), commandField);
        refuseWithoutCommand(section.field("resources"), commandField);
        return field.isMapping() ? Optional.of(new VerifySpec(http, service, command, needs, image)) : Optional.empty();
    }

    private static void refuseWithoutCommand(Field field, Field command) {
        if (field.isGiven() && !command.isGiven()) {
            field.refuseKey("is for a container, and without a command none is run", "remove it, or give a command");
        }
    }

    /** Reads an environment's freeze. */
    private static final class FreezeReader {
        private FreezeReader() {}

        /** The freeze; absent when none is written, or something of it is wrong. */
        static Optional<Freeze> read(Field field) {
            if (!field.isGiven()) {
                return Optional.empty();
            }
            List<FreezeWindow> windows = new ArrayList<>();
            for (Field item : field.isMapping() ? List.of(field) : field.items()) {
                window(item).ifPresent(windows::add);
            }
            return windows.isEmpty() ? Optional.empty() : Optional.of(new Freeze(windows));
        }

        private static Optional<FreezeWindow> window(Field item) {
            SectionReader section = item.section(Section.FREEZE);
            Optional<String> from = section.required("from", "say when it begins, for example Fri 16:00")
                    .as(FreezeReader::moment);
            Field ends = section.required("to", "say when it ends, for example Mon 08:00");
            Optional<String> to = ends.as(FreezeReader::moment);
            Optional<ZoneId> zone = zone(section.field("zone"));
            return from.flatMap(begin -> to.flatMap(end -> zone.flatMap(where -> window(begin, end, where, ends))));
        }

        private static Optional<FreezeWindow> window(String from, String to, ZoneId zone, Field ends) {
            try {
                return Optional.of(new FreezeWindow(from, to, zone));
            } catch (IllegalArgumentException refused) {
                String[] parts = String.valueOf(refused.getMessage()).split(": ", 2);
                ends.refuse(parts[0], parts[parts.length - 1]);
                return Optional.empty();
            }
        }

        /** UTC where none is written: never the zone of whichever machine happens to run the release. */
        private static Optional<ZoneId> zone(Field field) {
            return field.isGiven() ? field.as(FreezeReader::zone) : Optional.of(ZoneOffset.UTC);
        }

        private static ZoneId zone(String text) {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException unknown) {
                String known = Nearest.to(text, ZoneId.getAvailableZoneIds())
                        .orElse("a name of the time zone database, for example Europe/Berlin");
                throw new IllegalArgumentException("\"" + text + "\" is not valid: use " + known, unknown);
            }
        }

        private static String moment(String text) {
            FreezeMoment.parse(text);
            return text;
        }
    }
}
