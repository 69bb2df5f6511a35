package io.kuberelease.plan;

/** Where the value of a secret's key comes from: never the value itself. */
public sealed interface SecretSource {

    /** The source for messages, for example {@code variable DB_PASSWORD}. */
    String words();

    /** A variable of the process that carries the release on. */
    record Variable(String name) implements SecretSource {
        @Override
        public String words() {
            return "variable " + name;
        }
    }

    /**
     * A value within a file that SOPS has encrypted.
     *
     * @param path of the file, relative to the release file
     * @param key its names from the outermost on, with dots between them; a number is a place in a list
     */
    record SopsFile(String path, String key) implements SecretSource {
        @Override
        public String words() {
            return "key " + key + " of SOPS file " + path;
        }
    }
}
