package io.kuberelease.app.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.adapters.disk.PrivateFiles;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.plan.AppDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The apps to which a host has released previews, so that those can be found, extended and removed after a restart, and
 * when the job that made them is gone. It knows which apps to ask for; what previews there are, the clusters say.
 *
 * <p>One file for each project, app and cluster. A file that can't be read is told of and left alone, and nothing is
 * removed because of it.
 */
public final class PreviewRegister {
    private static final Logger LOGGER = Logger.getLogger(PreviewRegister.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END = ".json";

    private final Path root;

    /**
     * @param root a directory of its own; made when it is missing
     */
    public PreviewRegister(Path root) {
        this.root = root;
    }

    /**
     * Writes down that the branch is about to get a preview; to be called before anything is done for it.
     *
     * @param project the full name of the project whose jobs release it
     * @param description the release file, as it is kept for later releases
     * @param head what the project calls the branch in its repository; absent when it is only a name: then the preview
     *     stays until its time is over
     * @throws io.kuberelease.model.ReleaseException.Failed when that release file says nothing of previews
     */
    public synchronized void released(String project, String description, String branch, Optional<String> head) {
        AppDescription app = RegisteredApp.described(description);
        String cluster = AppPreviews.rules(app).cluster().cluster();
        RegisteredApp fresh = RegisteredApp.of(project, app.app().value(), cluster, description);
        RegisteredApp known = read(file(fresh)).orElse(fresh);
        write(known.described(fresh).with(branch, known.branch(branch).and(head)));
    }

    /**
     * The same for a release that has its plan; does nothing when that goes to no preview.
     *
     * @param step how a pipeline deploys it, which a later deployment without a pipeline of its own repeats
     */
    public synchronized void released(
            String project, ReleaseDirectory release, Optional<String> head, PreviewStep step) {
        release.plan().filter(plan -> plan.preview().isPresent()).ifPresent(plan -> {
            released(
                    project,
                    release.description().orElse(""),
                    plan.preview().orElseThrow().branch(),
                    head);
            deployedBy(project, plan.app().value(), step);
        });
    }

    /** Writes down how a pipeline deploys the previews of an app. */
    public synchronized void deployedBy(String project, String app, PreviewStep step) {
        change(project, each -> each.app().equals(app) ? each.by(step) : each);
    }

    /** All apps with previews of all projects, those of the same project together. */
    public synchronized List<RegisteredApp> all() {
        return files().stream()
                .flatMap(file -> read(file).stream())
                .sorted(RegisteredApp.ORDER)
                .toList();
    }

    /** The apps with previews of one project. */
    public List<RegisteredApp> of(String project) {
        return all().stream().filter(app -> app.project().equals(project)).toList();
    }

    /** The project's app in that cluster; absent when it has had no preview there. */
    public Optional<RegisteredApp> find(String project, String app, String cluster) {
        return of(project).stream()
                .filter(each -> each.app().equals(app) && each.cluster().equals(cluster))
                .findFirst();
    }

    /** The files that can't be read, each with the reason; usually empty. */
    public synchronized List<String> unreadable() {
        List<String> why = new ArrayList<>();
        for (Path file : files()) {
            try {
                RegisteredApp unused = parsed(file);
            } catch (IOException e) {
                why.add(told(file, e));
            }
        }
        return why;
    }

    /**
     * Writes down that a head of the project's repository is gone. A branch to which no other head was released is over
     * from now on, also after a restart, until it is released again or {@link #removed}.
     */
    public synchronized void ended(String project, String head) {
        change(project, app -> app.each(branch -> branch.without(head)));
    }

    /** The branches of the app that are over, as of now, unless another project has released to the same preview. */
    synchronized Set<String> over(RegisteredApp app) {
        Set<String> over =
                new HashSet<>(read(file(app)).map(RegisteredApp::over).orElse(Set.of()));
        all().stream().filter(app::sharesPreviewsWith).forEach(other -> over.removeIf(other::stillHas));
        return over;
    }

    /** Writes down that the branch's preview is gone. */
    public synchronized void removed(RegisteredApp app, String branch) {
        read(file(app)).ifPresent(now -> write(now.withoutOver(branch)));
    }

    /** Forgets an app without previews. */
    public synchronized void forget(RegisteredApp app) {
        try {
            Files.deleteIfExists(file(app));
        } catch (IOException e) {
            throw new UncheckedIOException("can't forget " + app.app() + ", which has no previews", e);
        }
    }

    /** Follows a project, or all below a folder, to another name. */
    public synchronized void moved(String from, String to) {
        for (RegisteredApp app : all()) {
            if (app.project().equals(from) || app.project().startsWith(from + "/")) {
                write(app.in(to + app.project().substring(from.length())));
                forget(app);
            }
        }
    }

    private void change(String project, UnaryOperator<RegisteredApp> change) {
        for (RegisteredApp app : of(project)) {
            RegisteredApp changed = change.apply(app);
            if (!changed.equals(app)) {
                write(changed);
            }
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(file -> file.toString().endsWith(END)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't tell which apps have previews", e);
        }
    }

    private Path file(RegisteredApp app) {
        String key = String.join("\n", app.project(), app.app(), app.cluster());
        return root.resolve(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)) + END);
    }

    private static Optional<RegisteredApp> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parsed(file));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, () -> told(file, e));
            return Optional.empty();
        }
    }

    private static RegisteredApp parsed(Path file) throws IOException {
        RegisteredApp app = JSON.readValue(Files.readString(file), RegisteredApp.class);
        if (app == null || app.form() != RegisteredApp.FORM) {
            throw new IOException("it is of another version of kube-release");
        }
        return app;
    }

    private static String told(Path file, IOException why) {
        String reason = why instanceof JsonProcessingException wrong ? wrong.getOriginalMessage() : why.getMessage();
        return "the previews of an app are not looked after, since " + file + " can't be read: " + reason
                + "; put it right, or delete it: the next preview of the app writes it anew";
    }

    private void write(RegisteredApp app) {
        Path file = file(app);
        try {
            PrivateFiles.createDirectories(root);
            if (Files.exists(file) && read(file).isEmpty()) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".unreadable"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            PrivateFiles.replace(file, JSON.writeValueAsString(app));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "can't write down that " + app.app() + " has previews: " + e.getMessage(), e);
        }
    }
}
