package io.kuberelease.helmworker;

import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;

/**
 * Loads Helm's native library from the class path and from nowhere else. It is unpacked once and kept: unpacking a
 * hundred megabytes at each start would cost half a second, and leave them behind whenever a worker is killed.
 */
final class HelmLibrary {
    private HelmLibrary() {}

    /**
     * Loads the library.
     *
     * @param kept where it is unpacked to
     */
    static HelmLib load(Path kept) throws IOException {
        NativeLibrary library = ServiceLoader.load(NativeLibrary.class, HelmLibrary.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IOException("no Helm library for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch") + " is on the worker's class path"));
        return Native.load(unpack(library, kept).toString(), HelmLib.class);
    }

    private static Path unpack(NativeLibrary library, Path kept) throws IOException {
        String name = library.getBinaryName();
        URL source = library.getClass().getResource("/" + name);
        if (source == null) {
            throw new IOException("the jar of " + library.getClass().getName() + " holds no " + name);
        }
        JarURLConnection connection = (JarURLConnection) source.openConnection();
        JarEntry entry = connection.getJarEntry();
        Path target = kept.resolve(Long.toHexString(entry.getCrc()) + "-" + entry.getSize() + "-" + name);
        if (!Files.exists(target)) {
            Files.createDirectories(kept);
            Path partial = Files.createTempFile(kept, "unpacking-", ".tmp");
            try (InputStream content = connection.getInputStream()) {
                Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
        return target;
    }
}
