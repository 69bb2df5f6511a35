package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.HttpDownload;
import io.kuberelease.adapters.http.HttpPolicy;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.HttpSender;
import io.kuberelease.adapters.http.NoAnswer;
import io.kuberelease.adapters.http.Progress;
import java.net.http.HttpRequest;
import java.time.Duration;

/** Sends one request to a registry and waits for the answer within a time limit, following safe redirects. */
final class HttpTransport {
    private final HttpSender sender;

    HttpTransport(Connections connections, Duration limit) {
        this.sender = new HttpSender(connections, HttpPolicy.within(limit).following());
    }

    /**
     * The answer with its whole body, a refusal too.
     *
     * @param progress of what is sent: the limit counts from when it last moved
     * @throws io.kuberelease.model.ReleaseException.Errored when there is no answer
     * @throws io.kuberelease.model.ReleaseException.Aborted when the thread was interrupted
     */
    HttpReply send(HttpRequest request, Progress progress) {
        try {
            return sender.ask(request, progress);
        } catch (NoAnswer none) {
            throw RegistryErrors.unreached(HttpSender.place(request), none);
        }
    }

    /** The answer as soon as its headers are in; throws as {@link #send} does. */
    HttpDownload open(HttpRequest request) {
        try {
            return sender.open(request);
        } catch (NoAnswer none) {
            throw RegistryErrors.unreached(HttpSender.place(request), none);
        }
    }
}
