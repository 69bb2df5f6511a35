package io.kuberelease.plan;

import io.kuberelease.model.ImageName;
import java.util.List;
import java.util.Optional;

/**
 * Reads which of the app's images a command runs in. With several it is said each time: which one has a test's or a
 * check's program in it is known to nobody else, and the wrong one would be found out late.
 *
 * @param names those of the file's images, as far as they can be read; none where it has {@code image}
 */
record ImageChoice(List<ImageName> names) {
    ImageChoice {
        names = List.copyOf(names);
    }

    /**
     * The image's name; absent for an only image, and when it is not said which, which is a problem.
     *
     * @param runs whether there is a command at all
     */
    Optional<ImageName> of(SectionReader section, boolean runs) {
        Field field = section.field("image");
        if (field.isGiven()) {
            Optional<ImageName> chosen = field.as(ImageName::new);
            chosen.filter(name -> !names.contains(name)).ifPresent(unknown -> refuse(field, unknown));
            if (!runs) {
                field.refuseKey("is for a command, and there is none", "remove it, or give a command");
            }
            return names.size() > 1 ? chosen : Optional.empty();
        }
        if (runs && names.size() > 1) {
            section.required("image", fix());
        }
        return Optional.empty();
    }

    /** Adds a problem where a command is written without a section that could say so. */
    void refuseUnsaid(Field command) {
        if (names.size() > 1) {
            command.refuse(
                    "does not say in which image it runs",
                    "write it as a section, with command and image: " + names.get(0));
        }
    }

    private void refuse(Field field, ImageName unknown) {
        if (names.isEmpty()) {
            field.refuse("is no image of this file: its only image has no name", "remove the line");
            return;
        }
        List<String> known = names.stream().map(ImageName::value).toList();
        field.refuse(
                "is no image of this file",
                Nearest.to(unknown.value(), known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("use one of " + String.join(", ", known)));
    }

    private String fix() {
        return "say in which image the command runs: "
                + String.join(" or ", names.stream().map(ImageName::value).toList());
    }
}
