package io.kuberelease.model;

/** An image or artifact by content: the only way in which anything is handed to an environment. */
public record ImageReference(ImageRepository repository, Digest digest) {

    /**
     * Reads {@code repository@sha256:…} as a person has written it, with Docker Hub's short names.
     *
     * @throws IllegalArgumentException when the text has no digest or a part of it is not valid
     */
    public static ImageReference named(String text) {
        int at = text.indexOf('@');
        return parse(at < 0 ? text : ImageRepository.named(text.substring(0, at)) + text.substring(at));
    }

    /**
     * Reads {@code repository@sha256:…}.
     *
     * @throws IllegalArgumentException when the text has no digest or a part of it is not valid
     */
    public static ImageReference parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("image \"" + text + "\" has no digest: use repository@sha256:…");
        }
        return new ImageReference(new ImageRepository(text.substring(0, at)), new Digest(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return repository + "@" + digest;
    }
}
