package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.BranchSlug;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ClustersReader.PopUps;
import io.kuberelease.plan.PreviewRules.CopiedSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads what is said of previews; what is not said is as in the first environment. */
final class PreviewReader {
    private static final Duration LIFETIME = Duration.ofDays(3);
    private static final int LIMIT = 10;
    private static final int MOST = 1000;
    private static final String NAMESPACE = "{app}-" + PreviewRules.BRANCH;
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern UNKNOWN = Pattern.compile("\\{(?!(app|branch|host|namespace|commit)})[A-Za-z]*}");
    private static final UnaryOperator<String> SCHEME = Validators.oneOf(List.of("http", "https"));
    private static final UnaryOperator<String> INGRESS = Validators.matching(
            "[A-Za-z0-9.-]+(:0*([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?",
            "a host or an address, with a port if need be, for example 127.0.0.1:8080");
    private static final UnaryOperator<String> SECRET =
            Validators.matching("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?", "the name of a Secret");
    /** What a ResourceQuota counts: https://kubernetes.io/docs/concepts/policy/resource-quotas/. */
    private static final Pattern COUNTED =
            Pattern.compile("((requests|limits)\\.)?(cpu|memory|ephemeral-storage)|(requests\\.)?storage|pods"
                    + "|services(\\.(loadbalancers|nodeports))?|secrets|configmaps|persistentvolumeclaims|replicationcontrollers|resourcequotas"
                    + "|count/[a-z]+(\\.[a-z0-9.-]+)?|(requests\\.)?[a-z0-9.-]+\\.[a-z]+/[A-Za-z0-9._-]+"
                    + "|[a-z0-9-]+\\.storageclass\\.storage\\.k8s\\.io/(requests\\.storage|persistentvolumeclaims)");
    /** Short for what pods request. */
    private static final Set<String> REQUESTED = Set.of("cpu", "memory", "storage");

    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][\\w-]*(\\.[A-Za-z_][\\w-]*)*");

    private final SourcePaths paths;
    private final AppName app;
    private final Optional<HelmOptions> helm;
    private final Optional<EnvironmentDraft.Environment> first;
    private final List<DatastoreSpec> datastores;
    private final PopUps popUps;
    private final ImageChoice images;

    /**
     * @param environments of the file, of which the first tells what is not said
     * @param datastores of the file
     */
    PreviewReader(
            SourcePaths paths,
            AppName app,
            Optional<HelmOptions> helm,
            List<EnvironmentDraft> environments,
            List<DatastoreSpec> datastores,
            PopUps popUps,
            ImageChoice images) {
        this.images = images;
        this.paths = paths;
        this.app = app;
        this.helm = helm;
        this.first = environments.stream().findFirst().flatMap(EnvironmentDraft::environment);
        this.datastores = List.copyOf(datastores);
        this.popUps = popUps;
        environments.stream()
                .filter(draft -> draft.name().equals(PreviewRules.NAME.value()))
                .forEach(draft -> draft.field()
                        .refuseKey(
                                "has the name of previews", "use another name, or the section preview for branches"));
    }

    /** The rules; absent when there are none, or something of them is wrong. */
    Optional<PreviewRules> read(Field field) {
        if (!field.isGiven()) {
            return Optional.empty();
        }
        SectionReader section = field.section(Section.PREVIEW);
        Optional<String> cluster = section.required(
                        "cluster", "name a context of the kubeconfig or a configured cluster")
                .as(EnvironmentsReader.CLUSTER)
                .map(popUps::target);
        popUps.refusePin(section);
        Optional<String> clusterId = section.field("clusterId").as(EnvironmentsReader.CLUSTER_ID);
        Field namespaceField = section.field("namespace");
        Optional<String> namespace = namespaceField.isGiven()
                ? namespaceField.text().flatMap(text -> template(text, false, namespaceField))
                : Optional.of(NAMESPACE);
        Field hostField = section.required("host", "say it, for example \"{branch}." + app + ".preview.example.com\"");
        Optional<String> host = hostField.text().flatMap(text -> template(text, true, hostField));
        Optional<String> scheme = section.field("scheme").as(SCHEME);
        Optional<String> ingress = section.field("ingress").as(INGRESS);
        List<String> values = section.field("values").isGiven()
                ? section.field("values").items().stream()
                        .flatMap(item -> paths.values(item).stream())
                        .toList()
                : first.map(environment -> environment.spec().values()).orElse(List.of());
        guarded()
                .filter(guard -> !section.field("values").isGiven())
                .ifPresent(guard -> field.refuseKey(
                        "does not say its values, and those of " + guard
                                + " would be taken, where somebody has to approve",
                        "write preview.values (an empty list for none): nobody is asked before a preview"));
        List<ChartSetting> settings = settings(section.field("set"));
        Duration readyWithin = section.field("readyWithin")
                .as(DurationText::parse)
                .or(() -> first.map(environment -> environment.spec().readyWithin()))
                .orElse(EnvironmentsReader.READY_WITHIN);
        List<DatastoreSpec> stores = datastores(section.field("datastores"));
        Optional<Seed> seed = seed(section.field("seed"));
        Optional<CopiedSecrets> secrets = secrets(section.field("secrets"), cluster);
        Field verifyField = section.field("verify");
        Optional<VerifySpec> own = EnvironmentsReader.verify(
                verifyField, images, Section.PREVIEW_VERIFY, Section.PREVIEW_VERIFY_RESOURCES);
        Optional<VerifySpec> checks = verifyField.isGiven() ? own : first.flatMap(EnvironmentDraft.Environment::verify);
        Duration lifetime = section.field("for").as(DurationText::parse).orElse(LIFETIME);
        int limit = section.field("limit").as(PreviewReader::limit).orElse(LIMIT);
        Map<String, String> quota = quota(section.field("quota"));
        BranchRule branches = new BranchRule(section.field("branches").texts());
        return cluster.flatMap(name ->
                namespace.flatMap(space -> host.filter(address -> hasRoom(space, address, namespaceField, hostField))
                        .map(address -> {
                            Target there = new Target(name, clusterId, new Namespace(app.value()));
                            return new PreviewRules(
                                    there,
                                    space,
                                    address,
                                    scheme.orElse("http"),
                                    ingress,
                                    new EnvironmentSpec(
                                            PreviewRules.NAME,
                                            app,
                                            there,
                                            values,
                                            false,
                                            readyWithin,
                                            helm,
                                            settings,
                                            EnvironmentSecrets.NONE),
                                    stores,
                                    secrets,
                                    seed.map(Seed::command),
                                    seed.flatMap(Seed::image),
                                    checks,
                                    lifetime,
                                    limit,
                                    quota,
                                    branches);
                        })));
    }

    /** The name of the first environment, if nobody gets there unasked. */
    private Optional<String> guarded() {
        return first.filter(environment -> environment.approval().isPresent())
                .map(environment -> environment.spec().name().value());
    }

    private Optional<String> template(String text, boolean dots, Field field) {
        String sample = text.replace("{app}", app.value()).replace(PreviewRules.BRANCH, "b");
        if (!text.contains(PreviewRules.BRANCH)) {
            field.refuse("has no {branch}, so that all previews would have the same", "put {branch} into it");
            return Optional.empty();
        }
        List<String> labels = List.of(text.split("\\.", -1));
        if (labels.stream().anyMatch(label -> label.split(Pattern.quote(PreviewRules.BRANCH), -1).length > 2)) {
            field.refuse("has {branch} twice between two dots, for which there is no room", "write it once there");
            return Optional.empty();
        }
        if (labels.stream().anyMatch(PreviewReader::isTooLong)) {
            field.refuse(
                    "has a part between dots that is longer than " + PreviewRules.LONGEST_LABEL + " characters",
                    "make it shorter");
            return Optional.empty();
        }
        if (!(dots ? HOST : Pattern.compile(LABEL)).matcher(sample).matches()) {
            field.refuse(
                    "is not valid",
                    "use lower-case letters, digits and dashes" + (dots ? ", with dots between them" : "")
                            + ", and {app} and {branch} for what is filled in");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private static boolean isTooLong(String label) {
        return !label.contains(PreviewRules.BRANCH) && label.length() > PreviewRules.LONGEST_LABEL;
    }

    private boolean hasRoom(String namespace, String host, Field namespaceField, Field hostField) {
        int inNamespace = PreviewRules.room(app.value(), namespace, PreviewRules.BRANCH);
        int inHost = PreviewRules.room(app.value(), PreviewRules.BRANCH, host);
        tight(namespaceField, inNamespace);
        tight(hostField, inHost);
        return Math.min(inNamespace, inHost) >= BranchSlug.SHORTEST;
    }

    private static void tight(Field field, int room) {
        if (room < BranchSlug.SHORTEST) {
            field.refuse(
                    "leaves " + Math.max(0, room) + " characters for the branch, and it takes " + BranchSlug.SHORTEST
                            + " to tell branches apart",
                    "make what stands around {branch} shorter: a label may have " + PreviewRules.LONGEST_LABEL
                            + " characters, a host " + PreviewRules.LONGEST_HOST);
        }
    }

    private static List<ChartSetting> settings(Field field) {
        List<ChartSetting> settings = new ArrayList<>();
        for (Field entry : field.entries()) {
            if (!SETTING.matcher(entry.key()).matches()) {
                entry.refuseKey(
                        "is not the path of a value",
                        "use names with dots between them, for example ingress.host; lists belong into a values file");
                continue;
            }
            entry.scalar().ifPresent(text -> {
                if (UNKNOWN.matcher(text).find()) {
                    entry.refuse(
                            "has a name in braces that nothing is known for",
                            "use {host}, {namespace}, {branch}, {commit} or {app}");
                }
                settings.add(new ChartSetting(entry.key(), text, !entry.isText()));
            });
        }
        refuseOverlaps(field, settings);
        return List.copyOf(settings);
    }

    /** A value can't be one text and hold others as well: which of them won would be decided by their order. */
    private static void refuseOverlaps(Field field, List<ChartSetting> settings) {
        for (ChartSetting outer : settings) {
            settings.stream()
                    .filter(inner -> inner.path().startsWith(outer.path() + "."))
                    .forEach(inner -> field.refuse(
                            "sets " + outer.path() + " and " + inner.path() + " inside of it", "set one of the two"));
        }
    }

    private List<DatastoreSpec> datastores(Field field) {
        Optional<Boolean> wanted = field.truth();
        if (wanted.filter(Boolean.TRUE::equals).isPresent() && datastores.isEmpty()) {
            field.refuse("is true, and the file has no datastores", "write the section datastores, or remove it here");
        }
        return wanted.orElse(true) ? datastores : List.of();
    }

    /** A command, and which of several images it runs in. */
    private record Seed(TestSpec command, Optional<ImageName> image) {}

    private Optional<Seed> seed(Field field) {
        if (!field.isGiven()) {
            return Optional.empty();
        }
        if (!field.isMapping()) {
            images.refuseUnsaid(field);
            List<String> command = field.command();
            return command.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Seed(new TestSpec(command, Optional.empty(), Map.of()), Optional.empty()));
        }
        SectionReader section = field.section(Section.SEED);
        List<String> command =
                section.required("command", "say what fills a fresh preview").command();
        Map<String, String> variables = section.field("env").variables();
        ContainerNeeds needs =
                ContainerReader.read(section, Section.SEED_RESOURCES).or(ContainerNeeds.USUAL);
        Optional<ImageName> image = images.of(section, true);
        return command.isEmpty()
                ? Optional.empty()
                : Optional.of(new Seed(new TestSpec(command, Optional.empty(), variables, needs), image));
    }

    private Optional<CopiedSecrets> secrets(Field field, Optional<String> cluster) {
        if (!field.isGiven()) {
            return Optional.empty();
        }
        Optional<SectionReader> section =
                field.isMapping() ? Optional.of(field.section(Section.COPIED_SECRETS)) : Optional.empty();
        Field listed = section.map(reader -> reader.required("names", "name the secrets"))
                .orElse(field);
        List<String> names = listed.items().stream()
                .flatMap(item -> item.as(SECRET).stream())
                .distinct()
                .toList();
        Optional<Field> fromField = section.map(reader -> reader.field("from")).filter(Field::isGiven);
        Optional<Namespace> said = fromField.flatMap(written -> written.as(Namespace::new));
        Optional<Namespace> usual = first.filter(environment -> guarded().isEmpty())
                .map(environment -> environment.spec().target())
                .filter(target -> cluster.equals(Optional.of(target.cluster())))
                .map(Target::namespace);
        Optional<Namespace> from = said.or(() -> usual);
        if (from.isEmpty() && fromField.isEmpty() && cluster.isPresent()) {
            field.refuseKey(
                    "does not say from which namespace of cluster " + cluster.get()
                            + ", and the first environment is not there, or somebody has to approve there",
                    "write secrets: {from: a namespace, names: [...]}");
        }
        return names.isEmpty() ? Optional.empty() : from.map(space -> new CopiedSecrets(space, names));
    }

    private static Integer limit(String written) {
        if (!written.matches("\\d{1,4}") || Integer.parseInt(written) < 1 || Integer.parseInt(written) > MOST) {
            throw new IllegalArgumentException("\"" + written + "\" is not valid: use a number from 1 to " + MOST);
        }
        return Integer.valueOf(written);
    }

    private static Map<String, String> quota(Field field) {
        Map<String, String> quota = new LinkedHashMap<>();
        for (Field entry : field.entries()) {
            if (!COUNTED.matcher(entry.key()).matches()) {
                entry.refuseKey(
                        "is nothing that a quota counts",
                        "use cpu, memory, requests.cpu, limits.memory, pods, services, persistentvolumeclaims, or count/ and a kind");
                continue;
            }
            String counted = REQUESTED.contains(entry.key()) ? "requests." + entry.key() : entry.key();
            if (quota.containsKey(counted)) {
                entry.refuseKey("is " + counted + ", which is there already", "write it once");
                continue;
            }
            entry.as(written -> {
                        var unused = Quantities.amount(written);
                        return written;
                    })
                    .ifPresent(amount -> quota.put(counted, amount));
        }
        return quota;
    }
}
