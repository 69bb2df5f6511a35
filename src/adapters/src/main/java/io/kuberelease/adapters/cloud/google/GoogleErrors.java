package io.kuberelease.adapters.cloud.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.http.HttpResponseException;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Turns failures to get a token from Google into exceptions, each with what to do. */
final class GoogleErrors {
    private static final String CHECK =
            GoogleAdvice.LOGIN + ", or check the key file of GOOGLE_APPLICATION_CREDENTIALS";

    private GoogleErrors() {}

    /** Whether the library found no credentials at all, which is no error. */
    static boolean nothingFound(IOException problem) {
        return words(problem).startsWith("Your default credentials were not found");
    }

    /**
     * The exception for credentials that can't be read. The library's own is not its cause: it could show what it read.
     */
    static ReleaseException unreadable(IOException problem) {
        String words = words(problem);
        String why = words.contains("GOOGLE_APPLICATION_CREDENTIALS") ? words : "they are not what Google hands out";
        return new ReleaseException.Failed(
                Cause.of(CauseKind.BAD_INPUT, "could not read the credentials for Google's registries: " + why)
                        .suggesting("correct GOOGLE_APPLICATION_CREDENTIALS, or take a fresh key file"));
    }

    static ReleaseException of(Optional<String> who, IOException problem) {
        String what = "could not get a token for Google's registries as " + who.orElse("a Google account") + ": ";
        Optional<HttpResponseException> answer = answer(problem);
        if (answer.isEmpty()) {
            return fromMetadata(what, problem);
        }
        int status = answer.get().getStatusCode();
        String words = words(answer.get());
        return status / 100 == 4 && status != 408 && status != 429
                ? denied(what + words, GoogleAdvice.onRefusedToken(words, CHECK))
                : unavailable(what + "Google answered " + status, problem);
    }

    /** The metadata server's refusals come without an HTTP answer, only with a message. */
    private static ReleaseException fromMetadata(String what, IOException problem) {
        String words = words(problem);
        return words.startsWith("Error code 4")
                ? denied(what + words, "give this machine or pod a service account that may use Artifact Registry")
                : unavailable(what + words, problem);
    }

    private static Optional<HttpResponseException> answer(Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof HttpResponseException answer) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    /** Google's message, which comes in several forms. */
    private static String words(HttpResponseException answer) {
        String plain = "Google answered " + answer.getStatusCode();
        try {
            JsonNode content = new ObjectMapper().readTree(answer.getContent() == null ? "" : answer.getContent());
            JsonNode error = content.path("error");
            String said = error.isObject()
                    ? error.path("message").asText("")
                    : (error.asText("") + " "
                                    + content.path("error_description").asText(""))
                            .strip();
            return said.isEmpty() ? plain : oneLine(said);
        } catch (IOException notJson) {
            return plain;
        }
    }

    private static String words(IOException problem) {
        return problem.getMessage() == null ? problem.getClass().getSimpleName() : oneLine(problem.getMessage());
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    private static ReleaseException denied(String what, String todo) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.ACCESS_DENIED, what).suggesting(todo));
    }

    private static ReleaseException unavailable(String what, IOException problem) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, what).suggesting("check that this machine reaches Google"),
                Duration.ZERO,
                problem);
    }
}
