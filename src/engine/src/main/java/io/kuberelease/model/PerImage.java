package io.kuberelease.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something of each of an app's images. There is no way to ask for "the" image: who means one of them says by its name
 * which, and who means all of them gets all. An app's only image has no name.
 *
 * @param entries at least one; the only one has no name, and each of several has its own
 */
public record PerImage<T>(List<Entry<T>> entries) {

    /** What belongs to one of the images. */
    public record Entry<T>(Optional<ImageName> name, T value) {
        /** The value in words, after the image's name where it has one. */
        public String said(Function<T, String> words) {
            return name.map(known -> known + " ").orElse("") + words.apply(value);
        }
    }

    public PerImage {
        entries = List.copyOf(entries);
        Set<Optional<ImageName>> names = new HashSet<>();
        for (Entry<T> entry : entries) {
            if (entry.name().isPresent() == (entries.size() == 1) || !names.add(entry.name())) {
                throw new IllegalArgumentException("the only image has no name, and each of several has its own");
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("there is no image");
        }
    }

    /** That of the only image. */
    public static <T> PerImage<T> single(T value) {
        return new PerImage<>(List.of(new Entry<>(Optional.empty(), value)));
    }

    /** Those of the named images, in the map's order; the only one loses its name, which says nothing then. */
    public static <T> PerImage<T> named(Map<ImageName, T> values) {
        return values.size() == 1
                ? single(values.values().iterator().next())
                : new PerImage<>(values.entrySet().stream()
                        .map(entry -> new Entry<>(Optional.of(entry.getKey()), entry.getValue()))
                        .toList());
    }

    /** That of the only image; absent when there are several. */
    public Optional<T> only() {
        return entries.size() == 1 ? Optional.of(first()) : Optional.empty();
    }

    /** That of the first image, for what an app has once, whatever images it has. */
    public T first() {
        return entries.get(0).value();
    }

    /**
     * That of the image of this name; no name means the only one.
     *
     * @throws IllegalArgumentException when there is no such image
     */
    public T of(Optional<ImageName> name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .map(Entry::value)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no image "
                        + name.map(ImageName::value).orElse("without a name") + " among " + names()));
    }

    /** Those of all images, in their order. */
    public List<T> values() {
        return entries.stream().map(Entry::value).toList();
    }

    /** The names; none for an only image. */
    public List<ImageName> names() {
        return entries.stream().flatMap(entry -> entry.name().stream()).toList();
    }

    /** Something else of each of the same images. */
    public <R> PerImage<R> map(Function<T, R> change) {
        return map((name, value) -> change.apply(value));
    }

    /** Something else of each of the same images, by its name. */
    public <R> PerImage<R> map(BiFunction<Optional<ImageName>, T, R> change) {
        return new PerImage<>(entries.stream()
                .map(entry -> new Entry<>(entry.name(), change.apply(entry.name(), entry.value())))
                .toList());
    }

    /** Something of each image, or nothing as long as one of them lacks it. */
    public <R> Optional<PerImage<R>> complete(Function<T, Optional<R>> change) {
        List<Entry<R>> complete = new ArrayList<>();
        for (Entry<T> entry : entries) {
            change.apply(entry.value()).ifPresent(value -> complete.add(new Entry<>(entry.name(), value)));
        }
        return complete.size() == entries.size() ? Optional.of(new PerImage<>(complete)) : Optional.empty();
    }

    /** All in words, in one line. */
    public String said(Function<T, String> words) {
        return entries.stream().map(entry -> entry.said(words)).collect(Collectors.joining(", "));
    }

    /** Same values for the same images, whatever their order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PerImage<?> that && Set.copyOf(entries).equals(Set.copyOf(that.entries()));
    }

    @Override
    public int hashCode() {
        return Set.copyOf(entries).hashCode();
    }

    @Override
    public String toString() {
        return said(String::valueOf);
    }

    /** The entries as a stream, for what is done once for each image. */
    public Stream<Entry<T>> stream() {
        return entries.stream();
    }
}
