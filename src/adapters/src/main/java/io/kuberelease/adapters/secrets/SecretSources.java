package io.kuberelease.adapters.secrets;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.SecretMask;
import io.kuberelease.plan.EnvironmentSecrets;
import io.kuberelease.plan.SecretSource;
import io.kuberelease.port.SecretValues;
import io.kuberelease.port.StageControl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The sources that a host can read, and all that is wrong with what they are asked for, at once. */
public final class SecretSources implements SecretValues {
    /** In bytes, all keys of a Secret together, as Kubernetes takes it. */
    private static final int MOST = 1024 * 1024;

    private final String host;
    private final List<SecretReader> readers;

    /**
     * @param host its name, for the message of a source that it can't read
     */
    public SecretSources(String host, List<? extends SecretReader> readers) {
        this.host = host;
        this.readers = List.copyOf(readers);
    }

    @Override
    public Map<String, Map<String, byte[]>> read(EnvironmentSecrets secrets, StageControl control) {
        Map<SecretReader, SecretReader.Look> looks = new HashMap<>();
        Map<String, Map<String, byte[]>> values = new TreeMap<>();
        List<String> weak = new ArrayList<>();
        Problems problems = new Problems();
        secrets.sources()
                .forEach((secret, keys) -> keys.forEach((key, source) -> {
                    String what = "secret " + secret + ", key " + key;
                    try {
                        byte[] value = looks.computeIfAbsent(reader(source), reader -> reader.look(control))
                                .read(source);
                        Map<String, byte[]> read = values.computeIfAbsent(secret, name -> new TreeMap<>());
                        requireRoom(value, read);
                        String text = text(value, source);
                        control.progress().hide(FoundSecrets.of(List.of(text)));
                        if (!text.isBlank() && !SecretMask.isHiddenAnywhere(text)) {
                            weak.add(secret + "." + key);
                        }
                        read.put(key, value);
                    } catch (Unreadable problem) {
                        problems.add(what + ": " + problem.why(), problem);
                    }
                }));
        problems.throwIfAny();
        if (!weak.isEmpty()) {
            control.progress()
                    .log(
                            "secrets",
                            "too short or too common to be hidden wherever they are printed, so only behind password=,"
                                    + " token: and the like: " + String.join(", ", weak));
        }
        return values;
    }

    /** Before it is hidden, which takes the longer the longer it is. */
    private static void requireRoom(byte[] value, Map<String, byte[]> read) throws Unreadable {
        int size = value.length
                + read.values().stream().mapToInt(each -> each.length).sum();
        if (size > MOST) {
            throw Unreadable.because(
                    "with it the Secret would have " + size + " bytes, and it takes " + MOST,
                    "put less into one Secret");
        }
    }

    /** The value as text: what was no text has lost bytes on its way, in sops' JSON or in how Java reads variables. */
    private static String text(byte[] value, SecretSource source) throws Unreadable {
        String text = new String(value, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            throw Unreadable.because(source.words() + " is empty", "give it a value, or leave the key out");
        }
        if (text.contains("\uFFFD")) {
            throw Unreadable.because(
                    source.words() + " holds bytes that are no text of UTF-8, or U+FFFD, which stands for such",
                    source instanceof SecretSource.SopsFile
                            ? "put the value into the file as base64, and have the app decode it"
                            : "set LC_ALL to a locale of UTF-8 that is installed, C.UTF-8 for example; bytes that are"
                                    + " no text: give them as base64, and have the app decode it");
        }
        return text;
    }

    private SecretReader reader(SecretSource source) throws Unreadable {
        for (SecretReader reader : readers) {
            if (reader.reads(source)) {
                return reader;
            }
        }
        throw Unreadable.because(
                host + " can't read " + source.words(),
                "take a source that " + host + " reads: see the guide on secrets");
    }

    /** What is wrong with all of them. */
    private static final class Problems {
        private final List<String> all = new ArrayList<>();
        private final Set<String> advice = new LinkedHashSet<>();
        private final List<Evidence> seen = new ArrayList<>();
        private boolean passing = true;

        void add(String what, Unreadable problem) {
            all.add(what);
            advice.add(problem.advice());
            problem.seen().stream().filter(each -> !seen.contains(each)).forEach(seen::add);
            passing &= problem.mayPass();
        }

        void throwIfAny() {
            if (all.isEmpty()) {
                return;
            }
            List<Evidence> evidence = new ArrayList<>();
            if (all.size() > 1) {
                evidence.add(new Evidence("secrets that could not be read", all));
            }
            evidence.addAll(seen);
            Cause cause = Cause.of(
                            passing ? CauseKind.UNAVAILABLE : CauseKind.BAD_INPUT,
                            all.size() == 1
                                    ? "could not read " + all.get(0)
                                    : "could not read " + all.size() + " secrets: " + String.join("; ", all))
                    .seen(evidence)
                    .suggesting(String.join("; ", advice));
            throw passing ? new ReleaseException.Errored(cause, Duration.ZERO) : new ReleaseException.Failed(cause);
        }
    }
}
