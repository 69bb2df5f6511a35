package io.kuberelease.plan;

import io.kuberelease.plan.ImageSpec.BuildSecret;
import io.kuberelease.plan.ImageSpec.BuildSecret.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads the secrets of a build: their ids and where their values come from, never the values. */
final class BuildSecretsReader {
    /** The id under which a company's own certificates reach the build. */
    private static final String CA_BUNDLE = "ca-bundle";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final UnaryOperator<String> VARIABLE =
            Validators.matching("[A-Za-z_][A-Za-z0-9_]*", "the name of a variable, not its value");
    private static final String FIX = "write {env: NAME} for a variable or {file: path} for a file";

    private final SourcePaths paths;

    BuildSecretsReader(SourcePaths paths) {
        this.paths = paths;
    }

    /** The secrets that are as they should be. */
    List<BuildSecret> read(Field field) {
        List<BuildSecret> secrets = new ArrayList<>();
        for (Field entry : field.entries()) {
            if (!ID.matcher(entry.key()).matches()) {
                entry.refuseKey("is not a secret's id", "use letters, digits, -, _ and .");
            } else if (entry.key().equals(CA_BUNDLE)) {
                entry.refuseKey("is the id of the company's certificates", "use image.caBundle or another id");
            } else {
                secret(entry).ifPresent(secrets::add);
            }
        }
        return List.copyOf(secrets);
    }

    private Optional<BuildSecret> secret(Field entry) {
        SectionReader section = entry.section(Section.BUILD_SECRET);
        Field env = section.field("env");
        Field file = section.field("file");
        if (env.isGiven() == file.isGiven()) {
            section.refuse(env.isGiven() ? "has two sources" : "has no source", FIX);
            return Optional.empty();
        }
        // A secret file is not looked for: whoever builds may get it only just before.
        return env.isGiven()
                ? env.as(VARIABLE).map(name -> new BuildSecret(entry.key(), Source.ENVIRONMENT, name))
                : paths.path(file).map(path -> new BuildSecret(entry.key(), Source.FILE, path));
    }
}
