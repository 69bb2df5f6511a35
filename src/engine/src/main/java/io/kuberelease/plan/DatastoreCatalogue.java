package io.kuberelease.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The datastores that a release file may ask for by name and version alone: {@code postgres: "15"}.
 *
 * <p>Each runs from its public image, whose tag is the version. Several may offer the same variable, as the relational
 * ones do {@code DATABASE_URL}: it belongs to the one that comes first in the release file, and each has one of its own
 * besides, for example {@code MARIADB_URL}.
 */
public final class DatastoreCatalogue {

    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    private final Map<String, Function<String, DatastoreSpec>> kinds = new LinkedHashMap<>();

    public DatastoreCatalogue() {
        kinds.put("postgres", RelationalDatastores::postgres);
        kinds.put("mysql", RelationalDatastores::mysql);
        kinds.put("mariadb", RelationalDatastores::mariadb);
        kinds.put("redis", KeyedDatastores::redis);
        kinds.put("mongodb", KeyedDatastores::mongodb);
        kinds.put("rabbitmq", KeyedDatastores::rabbitmq);
        kinds.put("elasticsearch", SearchDatastores::elasticsearch);
        kinds.put("opensearch", SearchDatastores::opensearch);
    }

    /** The names it knows, in the order in which people are shown them. */
    public List<String> names() {
        return List.copyOf(kinds.keySet());
    }

    /** Whether a text can be a datastore's version: what a registry takes as a tag. */
    public boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    /** The datastore whose official image has that name, wherever it is kept; empty when it is no such image. */
    public Optional<DatastoreSpec> ofImage(String image) {
        String tag = DatastoreSection.tag(image);
        String name = lastName(image);
        return kinds.values().stream()
                .map(kind -> kind.apply(isVersion(tag) ? tag : "latest"))
                .filter(known -> lastName(known.image()).equals(name))
                .findFirst();
    }

    private static String lastName(String image) {
        return image.substring(image.lastIndexOf('/') + 1).replaceFirst("[:@].*", "");
    }

    /**
     * The datastore of that name in that version; empty when there is none of that name.
     *
     * @throws IllegalArgumentException when the version is none by {@link #isVersion}
     */
    public Optional<DatastoreSpec> of(String name, String version) {
        if (!isVersion(version)) {
            throw new IllegalArgumentException("version \"" + version + "\" of " + name
                    + " can't be an image tag: use letters, digits, dots, dashes and underscores");
        }
        return Optional.ofNullable(kinds.get(name)).map(kind -> kind.apply(version));
    }
}
