package io.kuberelease.plan;

import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.PerImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the app's images: the only one of {@code image}, or those of {@code images}. */
final class ImagesReader {
    private final ImageReader reader;
    private final TagsReader tags;

    ImagesReader(SourcePaths paths, TagsReader tags) {
        this.reader = new ImageReader(paths);
        this.tags = tags;
    }

    /**
     * The images as they were read.
     *
     * @param built absent when something of them is wrong
     * @param choice by which commands name one of them
     * @param repository the field with the repository of the only image, from which the app's name may be made; absent
     *     when there are several
     * @param prefetches whether any of them is brought to nodes before it is needed there
     * @param pulledLate those of several that are not
     */
    record Images(
            Optional<PerImage<Built>> built,
            ImageChoice choice,
            Optional<Field> repository,
            boolean prefetches,
            List<ImageName> pulledLate) {}

    /** An image with its release tags. */
    record Built(ImageSpec spec, List<String> tags) {}

    Images read(SectionReader file) {
        Field images = file.field("images");
        Field image = file.field("image");
        if (!images.isGiven()) {
            SectionReader only = file.section("image", Section.IMAGE);
            return new Images(
                    built(only, Optional.empty()).map(PerImage::single),
                    new ImageChoice(List.of()),
                    Optional.of(only.field("repository")),
                    prefetches(only),
                    List.of());
        }
        if (image.isGiven()) {
            images.refuseKey(
                    "is beside image, and an app's images are said in one place",
                    "write image as one more entry of images, or remove one of the two");
        }
        return several(images);
    }

    private Images several(Field field) {
        List<Field> entries = field.entries();
        if (field.isMapping() && entries.isEmpty()) {
            field.refuse("names no image", "write image, or each image by its name");
        }
        Map<ImageName, Built> all = new LinkedHashMap<>();
        List<ImageName> names = new ArrayList<>();
        List<ImageName> late = new ArrayList<>();
        Map<ImageRepository, String> taken = new HashMap<>();
        List<Field> repositories = new ArrayList<>();
        for (Field entry : entries) {
            SectionReader section = entry.section(Section.IMAGE);
            Optional<ImageName> name = name(entry);
            name.ifPresent(names::add);
            Optional<Built> built = built(section, name.filter(named -> entries.size() > 1));
            repositories.add(section.field("repository"));
            built.ifPresent(
                    one -> refuseTaken(section.field("repository"), one.spec().repository(), entry, taken));
            name.ifPresent(known -> {
                built.ifPresent(one -> all.put(known, one));
                if (!prefetches(section)) {
                    late.add(known);
                }
            });
        }
        boolean complete = !all.isEmpty() && all.size() == entries.size();
        return new Images(
                complete ? Optional.of(PerImage.named(all)) : Optional.empty(),
                new ImageChoice(names),
                repositories.size() == 1 ? Optional.of(repositories.get(0)) : Optional.empty(),
                late.size() < Math.max(1, names.size()),
                names.size() > 1 ? late : List.of());
    }

    private static Optional<ImageName> name(Field entry) {
        try {
            return Optional.of(new ImageName(entry.key()));
        } catch (IllegalArgumentException refused) {
            entry.refuseKey(
                    "is no name of an image",
                    "use at most 40 lower-case letters, digits and dashes, beginning with a letter");
            return Optional.empty();
        }
    }

    /** Two images of one repository would take each other's tags, and could not be told apart in what is deployed. */
    private static void refuseTaken(
            Field field, ImageRepository repository, Field entry, Map<ImageRepository, String> taken) {
        String other = taken.putIfAbsent(repository, entry.key());
        if (other != null) {
            field.refuse(
                    "is also that of " + other + ", and two images there would take each other's tags",
                    "give each image a repository of its own, for example " + repository + "-" + entry.key());
        }
    }

    private Optional<Built> built(SectionReader section, Optional<ImageName> name) {
        List<String> named = tags.read(section.field("tags"));
        return reader.read(section, name).map(spec -> new Built(spec, named));
    }

    private static boolean prefetches(SectionReader section) {
        return section.field("prefetch").truth().orElse(true);
    }
}
