package io.kuberelease.adapters.builders;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.StageControl;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds with the builder that the task names, else with the first that can be used: BuildKit, buildah, docker. */
public final class FoundImageBuilder implements ImageBuilder {
    private final List<Builder> builders;
    private final RegistryAuth auth;

    public FoundImageBuilder(BuildSetup setup) {
        this(List.of(new BuildKit(setup), new Buildah(setup), new Docker(setup)), setup.auth());
    }

    FoundImageBuilder(List<Builder> builders, RegistryAuth auth) {
        this.builders = List.copyOf(builders);
        this.auth = auth;
    }

    @Override
    public BuiltImage build(BuildImage task, StageControl control) {
        Builder builder = task.image().builder().map(this::named).orElseGet(this::first);
        control.progress().note("building with " + builder.name());
        try {
            return builder.build(task, control);
        } catch (ReleaseException.Failed failed) {
            throw switch (failed.reason().kind()) {
                case ACCESS_DENIED -> asWhom(failed, task, RegistryAuth.Refusal.DENIED);
                case REFUSED -> asWhom(failed, task, RegistryAuth.Refusal.NO_SUCH_REPOSITORY);
                default -> failed;
            };
        }
    }

    /**
     * Adds the user that the registry refused, which builders don't tell, and the advice of the credentials' source.
     */
    private ReleaseException.Failed asWhom(
            ReleaseException.Failed denied, BuildImage task, RegistryAuth.Refusal refusal) {
        ImageRepository repository = task.image().repository();
        String who = auth.credentials(repository)
                .map(credentials -> "came as user " + credentials.user())
                .orElse("came without a user: none is configured for the registry");
        Optional<RegistryAuth.Advice> advice = auth.refused(repository, refusal);
        Evidence seen = new Evidence(
                "registry " + repository.registry(),
                List.of(advice.map(RegistryAuth.Advice::about).orElse(who)));
        Cause reason = denied.reason();
        Cause told = reason.seen(
                Stream.concat(Stream.of(seen), reason.evidence().stream()).toList());
        return new ReleaseException.Failed(
                advice.map(known -> told.suggesting(known.suggestion())).orElse(told), denied);
    }

    private Builder named(String name) {
        Builder builder = builders.stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ReleaseException.Failed(
                        Cause.of(CauseKind.BAD_INPUT, "there is no builder \"" + name + "\"")
                                .suggesting("use one of " + names())));
        builder.unusable().ifPresent(why -> {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.MISSING_TOOL, "could not build with " + builder.name() + ": " + why)
                            .suggesting("install or start it, or leave the builder to us"));
        });
        return builder;
    }

    private Builder first() {
        return builders.stream()
                .filter(each -> each.unusable().isEmpty())
                .findFirst()
                .orElseThrow(() -> new ReleaseException.Failed(
                        Cause.of(CauseKind.MISSING_TOOL, "no builder can be used on this machine")
                                .seen(List.of(new Evidence("builders", reasons())))
                                .suggesting("install buildah, or start buildkitd or docker")));
    }

    private List<String> reasons() {
        return builders.stream()
                .map(each -> each.name() + ": " + each.unusable().orElse("usable"))
                .toList();
    }

    private String names() {
        return builders.stream().map(Builder::name).collect(Collectors.joining(", "));
    }

    /** The name of the builder that is used when a task names none; empty when none is usable. */
    public Optional<String> choice() {
        return builders.stream()
                .filter(each -> each.unusable().isEmpty())
                .findFirst()
                .map(Builder::name);
    }

    /** A line for each builder: its name, and "usable" or why it is not. */
    public List<String> explain() {
        return reasons();
    }
}
