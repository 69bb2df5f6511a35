package io.kuberelease.cli.checkup;

import io.kuberelease.adapters.builders.FoundImageBuilder;
import io.kuberelease.adapters.process.Programs;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Checks that there is an image builder, and that it answers. */
public final class BuilderCheck implements Check {
    private final FoundImageBuilder builders;
    private final Optional<String> wanted;
    private final Tool tool;

    /**
     * @param wanted the builder that the release file demands, in any case
     * @param directory the working directory for its program
     */
    public BuilderCheck(FoundImageBuilder builders, Optional<String> wanted, Programs programs, Path directory) {
        this.builders = builders;
        this.wanted = wanted.map(name -> name.toLowerCase(Locale.ROOT));
        this.tool = new Tool(programs, directory);
    }

    @Override
    public String name() {
        return "builder";
    }

    @Override
    public Finding look() {
        String all = String.join("; ", builders.explain());
        Optional<String> found = wanted.map(this::usable).orElseGet(builders::choice);
        if (found.isEmpty()) {
            return Finding.lacking(
                    wanted.map(name -> name + " is wanted by the release file: ")
                                    .orElse("none: ")
                            + all,
                    "install buildah (on Debian: apt-get install buildah), or start buildkitd and set BUILDKIT_HOST,"
                            + " or install docker with buildx");
        }
        Tool.Said said = answer(found.get().toLowerCase(Locale.ROOT));
        return said.succeeded()
                ? Finding.good(found.get() + " answers")
                : Finding.lacking(
                        found.get() + " does not answer: " + said.complaint(),
                        "start it, or check that your user may use it");
    }

    private Optional<String> usable(String name) {
        return builders.explain().stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).equals(name + ": usable"))
                .findFirst()
                .map(line -> line.substring(0, line.indexOf(':')));
    }

    private Tool.Said answer(String builder) {
        return switch (builder) {
            case "buildkit" -> tool.run("buildctl", "debug", "workers");
            case "buildah" -> tool.run("buildah", "info");
            default -> tool.run("docker", "info");
        };
    }
}
