package io.kuberelease.cli.command;

import io.kuberelease.cli.ExitCode;
import io.kuberelease.cli.init.ProjectScan;
import io.kuberelease.cli.init.ProjectScanner;
import io.kuberelease.cli.init.ReleaseFileDraft;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-release init}: writes a first release file. */
@Command(
        name = "init",
        description = {
            "Write a release file, with comments, for a repository that has a Dockerfile and a Helm chart.",
            "Datastores are taken from a compose file. A file that is there already is left as it is."
        })
final class InitCommand implements Callable<Integer> {
    private static final List<String> ENVIRONMENTS = List.of("staging", "production");

    private final Program program;

    @Mixin
    private final FileOptions file = new FileOptions();

    @Option(
            names = "--image",
            paramLabel = "REPOSITORY",
            description = "Where the image is pushed, without tag. Default: a name that you change in the file.")
    private @Nullable String image;

    InitCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = program.directory(file.directory());
        Path target = directory.resolve(file.file());
        if (Files.exists(target)) {
            throw refused(target + " is there already", "edit it, or move it away first");
        }
        ProjectScan projectScan =
                new ProjectScanner(directory, program.clusters().contexts(), ENVIRONMENTS).look();
        requireBoth(projectScan, directory);
        String repository = image == null ? "registry.example.com/" + projectScan.app() : image;
        Files.writeString(
                target, ReleaseFileDraft.of(projectScan, repository, ENVIRONMENTS), StandardOpenOption.CREATE_NEW);
        PrintStream out = program.processEnvironment().out();
        out.println("Wrote " + file.file() + " for " + projectScan.app() + ".");
        if (image == null) {
            out.println("Change image.repository in it to where your clusters pull from.");
        }
        out.println("Then: kube-release doctor, kube-release plan, kube-release run");
        return ExitCode.DONE.number();
    }

    private static void requireBoth(ProjectScan projectScan, Path directory) {
        List<String> missing = new ArrayList<>();
        if (projectScan.dockerfile().isEmpty()) {
            missing.add("no Dockerfile");
        }
        if (projectScan.chart().isEmpty()) {
            missing.add("no chart (a directory with a Chart.yaml; helm create chart makes one)");
        }
        if (!missing.isEmpty()) {
            throw refused(
                    "there is " + String.join(" and ", missing) + " in " + directory,
                    "add what is missing, or name the right directory with --directory");
        }
    }

    private static ReleaseException.Failed refused(String why, String advice) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, "no release file was written: " + why)
                .suggesting(advice));
    }
}
