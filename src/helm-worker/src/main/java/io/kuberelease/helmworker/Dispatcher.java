package io.kuberelease.helmworker;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Optional;

/** Finds the operation that a request names, and puts what came of it into an answer. */
final class Dispatcher {
    private final Protocol protocol;
    private final Operations operations;

    Dispatcher(Protocol protocol, Operations operations) {
        this.protocol = protocol;
        this.operations = operations;
    }

    /** The answer to a line; none to a blank one. */
    Optional<String> answer(String line) {
        if (line.isBlank()) {
            return Optional.empty();
        }
        Protocol.Request request;
        try {
            request = protocol.read(line);
        } catch (JsonProcessingException notOurs) {
            return Optional.of(protocol.refused(0, "this is not a request of the helm-worker protocol"));
        }
        return Optional.of(answer(request));
    }

    private String answer(Protocol.Request request) {
        if (request.v() != Protocol.VERSION) {
            return protocol.refused(
                    request.id(),
                    "the request speaks version " + request.v() + " of the protocol, this worker speaks "
                            + Protocol.VERSION);
        }
        try {
            return protocol.done(request.id(), run(request));
        } catch (IOException | RuntimeException refused) {
            String message = refused.getMessage();
            return protocol.refused(
                    request.id(), message == null ? refused.getClass().getSimpleName() : message);
        }
    }

    private Object run(Protocol.Request request) throws IOException {
        return switch (request.op()) {
            case "hello" -> operations.hello();
            case "pack" -> operations.pack(protocol.arguments(request, Operations.PackArguments.class));
            case "render" -> operations.render(protocol.arguments(request, Operations.RenderArguments.class));
            case "install" -> operations.install(protocol.arguments(request, Operations.ApplyArguments.class));
            case "upgrade" -> operations.upgrade(protocol.arguments(request, Operations.ApplyArguments.class));
            default -> throw new IllegalArgumentException("this worker knows no operation \"" + request.op() + "\"");
        };
    }
}
