package io.kuberelease.plan;

import io.kuberelease.plan.SecretSource.SopsFile;
import io.kuberelease.plan.SecretSource.Variable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads the Secrets of an environment: their names, their keys and where each value comes from, never a value. */
final class SecretsReader {
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern KEY = Pattern.compile("(?!\\.\\.?$|\\.\\.)[-._a-zA-Z0-9]{1,253}");
    private static final UnaryOperator<String> VARIABLE =
            Validators.matching("[A-Za-z_][A-Za-z0-9_]*", "the name of a variable, not its value");
    private static final UnaryOperator<String> PATH = Validators.matching(
            "\\.?[^.\\s][^.\\n]*(\\.{1,2}[^.\\n]+)*", "names with dots between them, for example db.password");
    private static final List<String> SOURCES = List.of("env", "sops");
    private static final String ENCRYPTED = "ENC[AES256_GCM,";
    private static final String FIX = "write {env: NAME} or {sops: path, key: a.b}";

    private final SourcePaths paths;

    SecretsReader(SourcePaths paths) {
        this.paths = paths;
    }

    /** The Secrets that are as they should be. */
    EnvironmentSecrets read(Field field) {
        Map<String, Map<String, SecretSource>> secrets = new TreeMap<>();
        for (Field secret : field.entries()) {
            if (!NAME.matcher(secret.key()).matches()) {
                secret.refuseKey(
                        "is not the name of a Secret", "use lower-case letters, digits and dashes, for example app");
                continue;
            }
            if (secret.key().startsWith("kube-release.") || secret.key().startsWith("sh.helm.release.")) {
                secret.refuseKey("is a name that kube-release or Helm keeps for itself", "use another name");
                continue;
            }
            Map<String, SecretSource> keys = keys(secret);
            if (keys.isEmpty() && secret.isMapping() && secret.entries().isEmpty()) {
                secret.refuseKey("has no key", "write at least one, for example DB_PASSWORD: {env: DB_PASSWORD}");
            }
            secrets.put(secret.key(), keys);
        }
        return new EnvironmentSecrets(secrets);
    }

    private Map<String, SecretSource> keys(Field secret) {
        Map<String, SecretSource> keys = new TreeMap<>();
        for (Field entry : secret.entries()) {
            if (!KEY.matcher(entry.key()).matches()) {
                entry.refuseKey("is not a key that a Secret can have", "use letters, digits, -, _ and .");
                continue;
            }
            source(entry).ifPresent(source -> keys.put(entry.key(), source));
        }
        return keys;
    }

    private Optional<SecretSource> source(Field entry) {
        boolean single = entry.isGiven() && !entry.isMapping() && !entry.isList();
        if (single || isValueInBraces(entry)) {
            // Never the value in the message: somebody may have written the secret itself.
            entry.refuseKey("has a value in the release file, where everybody can read it", FIX);
            return Optional.empty();
        }
        SectionReader section = entry.section(Section.SECRET_SOURCE);
        Optional<String> within = section.field("key").as(PATH);
        List<Field> given =
                SOURCES.stream().map(section::field).filter(Field::isGiven).toList();
        if (given.size() != 1) {
            section.refuse(given.isEmpty() ? "has no source" : "has more than one source", FIX);
            return Optional.empty();
        }
        Field key = section.field("key");
        if (given.get(0).key().equals("env")) {
            if (key.isGiven()) {
                key.refuseKey("is for sops, and this value comes from a variable", "remove it");
            }
            return given.get(0).as(VARIABLE).map(Variable::new);
        }
        Optional<String> path = paths.file(given.get(0)).filter(file -> isEncrypted(file, given.get(0)));
        key.required("say which value of the file it is, for example database.password");
        return path.flatMap(file -> within.map(name -> new SopsFile(file, name)));
    }

    /** Whatever its format, SOPS signs a file with such a text; where the source is not at hand, sops itself will tell. */
    private boolean isEncrypted(String path, Field field) {
        boolean plain =
                paths.text(path).filter(text -> !text.contains(ENCRYPTED)).isPresent();
        if (plain) {
            field.refuse(
                    "is not encrypted with SOPS: whoever reads the source reads its values",
                    "encrypt it, sops encrypt --in-place " + path
                            + ", and change what was in it if it has ever been committed");
        }
        return !plain;
    }

    /** A text in braces is to YAML a key without a value, and its message would name it. */
    private static boolean isValueInBraces(Field entry) {
        return entry.isMapping()
                && entry.entries().stream()
                        .anyMatch(each -> each.isNothing()
                                && !Section.SECRET_SOURCE.keys().contains(each.key()));
    }
}
