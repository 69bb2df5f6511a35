package io.kuberelease.adapters.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.plan.SecretSource;
import io.kuberelease.plan.SecretSource.SopsFile;
import io.kuberelease.port.StageControl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files that SOPS has encrypted, read by the user's own {@code sops}, which knows where the user's keys are. What it
 * decrypts comes through a pipe and is on no disk.
 */
public final class SopsFiles implements SecretReader {
    private static final String PROGRAM = "sops";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LAST_LINES = 12;
    private static final String INSTALL = "install sops 3.9 or newer where the release runs";
    private static final Pattern AWAY = Pattern.compile(
            "(?i)connection refused|no such host|i/o timeout|deadline exceeded|TLS handshake timeout|connection reset"
                    + "|network is unreachable|status code: 5\\d\\d");
    private static final Pattern AGE_KEY = Pattern.compile("AGE-SECRET-KEY-[0-9A-Z-]+");

    // Numbers stay as they were written.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Path source;
    private final Programs programs;
    private final Map<String, String> variables;

    /**
     * @param source the directory of the release file
     * @param variables of this process, which may hold a key of age
     */
    public SopsFiles(Path source, Programs programs, Map<String, String> variables) {
        this.source = source;
        this.programs = programs;
        this.variables = Map.copyOf(variables);
    }

    @Override
    public boolean reads(SecretSource from) {
        return from instanceof SopsFile;
    }

    @Override
    public Look look(StageControl control) {
        Map<String, JsonNode> read = new HashMap<>();
        Map<String, Unreadable> refused = new HashMap<>();
        return from -> {
            SopsFile file = (SopsFile) from;
            if (refused.containsKey(file.path())) {
                throw refused.get(file.path());
            }
            JsonNode content = read.get(file.path());
            if (content == null) {
                try {
                    content = decrypted(file, control);
                } catch (Unreadable problem) {
                    refused.put(file.path(), problem);
                    throw problem;
                }
                read.put(file.path(), content);
            }
            return value(content, file).getBytes(StandardCharsets.UTF_8);
        };
    }

    private JsonNode decrypted(SopsFile file, StageControl control) throws Unreadable {
        if (!Files.isRegularFile(source.resolve(file.path()))) {
            throw Unreadable.because(
                    "file " + file.path() + " is not in " + source,
                    "release, promote or resume from the directory of the release file");
        }
        if (programs.find(PROGRAM).isEmpty()) {
            throw Unreadable.because("program sops is not on the PATH, and reads " + file.path(), INSTALL);
        }
        AGE_KEY.matcher(String.join("\n", variables.values())).results().forEach(key -> control.progress()
                .hide(FoundSecrets.of(List.of(key.group()))));
        StringBuilder output = new StringBuilder();
        List<String> errors = new ArrayList<>();
        Programs.Result result = programs.run(
                Programs.Command.of(source, PROGRAM, "decrypt", "--output-type", "json", "./" + file.path()),
                LIMIT,
                control.cancellation(),
                line -> output.append(line).append('\n'),
                errors::add);
        if (result.ended() == Programs.Ended.TIMED_OUT) {
            throw Unreadable.forNow(
                    "sops did not read " + file.path() + " within " + LIMIT.toSeconds() + " s",
                    "look whether its keys' server answers");
        }
        if (!result.succeeded()) {
            throw refusal(file, result, errors);
        }
        try {
            return JSON.readTree(output.toString());
        } catch (JsonProcessingException notJson) {
            // Without the parser's words, which quote what it has read.
            throw Unreadable.because("what sops made of " + file.path() + " is no JSON", INSTALL);
        }
    }

    private static Unreadable refusal(SopsFile file, Programs.Result result, List<String> errors) {
        List<String> last = errors.subList(Math.max(0, errors.size() - LAST_LINES), errors.size()).stream()
                .filter(line -> !line.isBlank())
                .toList();
        String why = "sops could not decrypt " + file.path() + " (exit code " + result.exitCode() + ")";
        if (last.stream().anyMatch(line -> AWAY.matcher(line).find())) {
            return Unreadable.forNow(why + ": " + String.join(" ", last), "look whether its keys' server answers");
        }
        String first = last.isEmpty() ? "" : ": " + last.get(0).strip();
        return Unreadable.because(
                why + first,
                "give sops a key that the file is encrypted for, for example in SOPS_AGE_KEY_FILE; sops decrypt "
                        + file.path() + " shows the same",
                new Evidence("sops says", last));
    }

    private static String value(JsonNode content, SopsFile file) throws Unreadable {
        Search search = new Search(List.of(file.key().split("\\.", -1)));
        search.walk(content, 0);
        if (search.found.isEmpty()) {
            throw Unreadable.because(
                    "file " + file.path() + " has no key " + file.key() + ": " + search.miss(),
                    "correct key in the release file");
        }
        if (search.found.size() > 1) {
            throw Unreadable.because(
                    "key " + file.key() + " of " + file.path() + " may be each of " + search.found.size()
                            + " values, since a dot may be part of a name",
                    "rename one of them in the file");
        }
        JsonNode at = search.found.get(0);
        if (at.isContainerNode() || at.isNull()) {
            throw Unreadable.because(
                    "key " + file.key() + " of " + file.path() + " is " + (at.isNull() ? "empty" : "no single value")
                            + (at.isObject() ? names(at) : ""),
                    "name a single value of the file");
        }
        if (at.isNumber() && !at.isIntegralNumber()) {
            // SOPS keeps it as a floating-point number: 1.10 is 1.1 by now, and of many digits the last are gone.
            throw Unreadable.because(
                    "key " + file.key() + " of " + file.path()
                            + " is a number that is not whole, or too large, of which sops may have lost digits",
                    "put it in quotes in the file: sops edit " + file.path());
        }
        return at.asText();
    }

    /** Looks for a value by names with dots between them, which may have dots themselves, as {@code tls.crt}. */
    private static final class Search {
        private final List<String> parts;
        private final List<JsonNode> found = new ArrayList<>();
        private JsonNode last = NullNode.getInstance();
        private int deepest = -1;

        Search(List<String> parts) {
            this.parts = parts;
        }

        void walk(JsonNode at, int from) {
            if (from > deepest) {
                deepest = from;
                last = at;
            }
            if (from == parts.size()) {
                found.add(at);
                return;
            }
            for (int to = from + 1; to <= parts.size(); to++) {
                int next = to;
                child(at, String.join(".", parts.subList(from, to))).ifPresent(child -> walk(child, next));
            }
        }

        /** What there is where the way ends. */
        String miss() {
            return "there is " + (last.isContainerNode() ? "no " + parts.get(deepest) + names(last) : "a value")
                    + (deepest == 0 ? "" : " at " + String.join(".", parts.subList(0, deepest)));
        }
    }

    private static Optional<JsonNode> child(JsonNode node, String name) {
        if (node instanceof ArrayNode list) {
            return name.matches("\\d{1,6}") ? Optional.ofNullable(list.get(Integer.parseInt(name))) : Optional.empty();
        }
        return Optional.ofNullable(node.get(name));
    }

    /** Names are not encrypted in such a file. */
    private static String names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? "" : ", but " + String.join(", ", names);
    }
}
