package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.NoAnswer;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Advice;
import io.kuberelease.port.RegistryAuth.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Turns a registry's refusal into an exception: whether another try can help, and what to do. */
final class RegistryErrors {
    private RegistryErrors() {}

    /** The exception for a refusal, with the advice of the credentials' source where it has any. */
    static ReleaseException of(String tried, ImageRepository repository, RegistryAuth auth, HttpReply answer) {
        Optional<String> user = auth.credentials(repository).map(RegistryAuth.Credentials::user);
        ReleaseException plain = of(tried, repository, user, answer);
        Optional<Advice> advice =
                switch (answer.status()) {
                    case 401, 403 -> auth.refused(repository, Refusal.DENIED);
                    case 404 ->
                        answer.excerpt().contains("NAME_UNKNOWN")
                                ? auth.refused(repository, Refusal.NO_SUCH_REPOSITORY)
                                : Optional.empty();
                    default -> Optional.empty();
                };
        return advice.<ReleaseException>map(known -> advised(plain.reason(), known))
                .orElse(plain);
    }

    private static ReleaseException.Failed advised(Cause reason, Advice advice) {
        Cause told = Cause.of(reason.kind(), reason.summary() + "; we " + advice.about());
        return new ReleaseException.Failed(told.suggesting(advice.suggestion()));
    }

    static ReleaseException of(String tried, ImageRepository repository, Optional<String> user, HttpReply answer) {
        String what = "could not " + tried + " " + repository + ": registry " + repository.registry() + " answered "
                + answer.status();
        return switch (answer.status()) {
            case 401, 403 -> denied(what, repository, user, answer);
            case 404 -> notFound(what, repository, answer);
            case 408, 429 -> busy(what, answer);
            default -> answer.status() >= 500 ? busy(what, answer) : refused(what, answer);
        };
    }

    private static ReleaseException denied(
            String what, ImageRepository repository, Optional<String> user, HttpReply answer) {
        String who = user.map(name -> " for user " + name).orElse(" without credentials");
        String todo = user.isPresent()
                ? "check that the password is current and the user may read and write " + repository.path()
                : "log in, for example: docker login " + repository.registry();
        return new ReleaseException.Failed(
                Cause.of(CauseKind.ACCESS_DENIED, what + who + says(answer)).suggesting(todo));
    }

    private static ReleaseException notFound(String what, ImageRepository repository, HttpReply answer) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, what + says(answer))
                .suggesting("check the name, and create the repository " + repository.path()
                        + " if this registry does not create repositories by itself"));
    }

    private static ReleaseException busy(String what, HttpReply answer) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, what + says(answer)).suggesting("try again when the registry is well"),
                answer.retryAfter().orElse(Duration.ZERO));
    }

    private static ReleaseException refused(String what, HttpReply answer) {
        return new ReleaseException.Failed(Cause.of(CauseKind.REFUSED, what + says(answer)));
    }

    /** The exception for a registry that gave no answer, or broke off in the middle of one. */
    static ReleaseException unreached(String registry, IOException broken) {
        return new ReleaseException.Errored(
                Cause.of(
                                CauseKind.UNAVAILABLE,
                                "could not reach the registry at " + registry + ": " + NoAnswer.words(broken))
                        .suggesting("check the registry's name and whether it is up and reached from this machine"),
                Duration.ZERO,
                broken);
    }

    /** The exception for an answer against the specification, from the registry or something between it and us. */
    static ReleaseException badAnswer(ImageRepository repository, String why) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not use registry " + repository.registry() + ": " + why)
                        .suggesting("check that " + repository.registry()
                                + " is a registry and no proxy alters its answers"),
                Duration.ZERO);
    }

    static ReleaseException tagTaken(ImageRepository repository, String tag, String names, String wanted) {
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.TAG_TAKEN,
                        "could not tag " + repository + "@" + wanted + " as " + tag
                                + ": the registry keeps tags immutable, and this one names " + names)
                .suggesting("release under another version"));
    }

    private static String says(HttpReply answer) {
        return answer.excerpt().isEmpty() ? "" : ": " + answer.excerpt();
    }
}
