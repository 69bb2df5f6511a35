package io.kuberelease.cli.session;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Records which signal ends this program, since Java tells its shutdown hooks that it ends, but not why. Uses
 * reflection, because compilers warn of the only class that knows signals.
 */
final class EndingSignals {
    private static final int AFTER_A_SIGNAL = 128;

    /** A signal that ends a program. */
    enum Signal {
        INT(2, "Ctrl-C"),
        TERM(15, "SIGTERM"),
        HUP(1, "SIGHUP: its terminal was closed");

        private final int number;
        private final String words;

        Signal(int number, String words) {
            this.number = number;
            this.words = words;
        }

        /** The name of the signal, for people and for the journal. */
        String words() {
            return words;
        }

        /** The exit code that shells use for the signal. */
        int exitCode() {
            return AFTER_A_SIGNAL + number;
        }
    }

    private final AtomicReference<Signal> received = new AtomicReference<>();

    private EndingSignals() {}

    /** Starts watching; each signal still ends the program. */
    static EndingSignals watch() {
        EndingSignals signals = new EndingSignals();
        for (Signal signal : List.of(Signal.INT, Signal.TERM, Signal.HUP)) {
            signals.watch(signal);
        }
        return signals;
    }

    /** The first signal; empty while there was none, and where Java does not tell. */
    Optional<Signal> received() {
        return Optional.ofNullable(received.get());
    }

    private void watch(Signal signal) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            InvocationHandler end = (proxy, method, arguments) -> answer(signal, method, arguments);
            Object handler = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, end);
            Method handle = type.getMethod("handle", type, handlerType);
            var unused = handle.invoke(null, type.getConstructor(String.class).newInstance(signal.name()), handler);
        } catch (ReflectiveOperationException | RuntimeException notToldHere) {
            // Another Java, or one that was told to leave signals alone: it ends without telling why.
            return;
        }
    }

    private Object answer(Signal signal, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "handle" -> {
                received.compareAndSet(null, signal);
                Thread end = new Thread(() -> System.exit(signal.exitCode()), "end by signal");
                end.start();
                yield Optional.empty();
            }
            case "equals" -> arguments[0] == this;
            case "hashCode" -> System.identityHashCode(this);
            default -> "ends the program";
        };
    }
}
