package io.kuberelease.adapters.releasefile;

import io.kuberelease.adapters.releasefile.ReadResult.Read;
import io.kuberelease.adapters.releasefile.ReadResult.Unreadable;
import io.kuberelease.plan.Problem;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code kube-release.yaml}: YAML 1.2, every key and value with its place, nothing judged but the syntax. */
public final class ReleaseFile {
    /** Far more than a release file ever has; keeps a wrong file from filling the memory. */
    private static final long LARGEST = 1_000_000;

    private ReleaseFile() {}

    /** Reads the file at the path; {@code name} is what the user calls it, and what its places say. */
    public static ReadResult read(Path path, String name) {
        try {
            if (Files.size(path) > LARGEST) {
                return unreadable(name, "is larger than 1 MB, so it is no release file", "say which file is meant");
            }
            return parse(Files.readAllBytes(path), name);
        } catch (NoSuchFileException missing) {
            return unreadable(name, "is not there", "run kube-release init, which writes one, or say where it is");
        } catch (IOException failed) {
            return unreadable(name, "can't be read: " + failed, "see that it is a file that you may read");
        }
    }

    /** Reads the content of a file that the user calls {@code name}. */
    public static ReadResult parse(byte[] content, String name) {
        String text = "";
        try {
            text = Utf8.decode(content, name);
            Node root = new YamlReader(name).read(text);
            return new Read(root, text);
        } catch (SyntaxException wrong) {
            return new Unreadable(wrong.problem(), text.isEmpty() ? Utf8.readable(content) : text);
        }
    }

    private static ReadResult unreadable(String name, String reason, String fix) {
        return new Unreadable(new Problem(new Place(name, 0, 0), "the file", Optional.empty(), reason, fix), "");
    }
}
