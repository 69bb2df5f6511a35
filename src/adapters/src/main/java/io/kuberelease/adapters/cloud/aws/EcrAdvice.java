package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.port.RegistryAuth.Advice;
import io.kuberelease.port.RegistryAuth.Refusal;
import java.util.Optional;

/** The advice for refusals by Amazon's registries. */
public final class EcrAdvice {
    private static final String WRITING = "ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability,"
            + " ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload, ecr:PutImage,"
            + " ecr:BatchGetImage, ecr:GetDownloadUrlForLayer";

    private EcrAdvice() {}

    /**
     * The advice for a registry's refusal.
     *
     * @param account the caller's account; empty when it is not known
     */
    public static Advice on(EcrName name, Optional<String> account, Refusal refusal) {
        String as = account.map(own -> "came with a token of AWS account " + own)
                .orElse("came without a token of ours from AWS");
        boolean elsewhere = account.isPresent() && !account.get().equals(name.account());
        String about = elsewhere ? as + ", and the registry is of account " + name.account() : as;
        if (elsewhere) {
            return new Advice(
                    about,
                    "use credentials of account " + name.account()
                            + ", correct the account in image.repository, or let " + name.arn()
                            + "'s own policy allow account " + account.get());
        }
        return refusal == Refusal.DENIED
                ? new Advice(about, permissions(name))
                : new Advice(
                        about,
                        "check account, region and name; or create it: image.createRepository: true, or aws ecr"
                                + " create-repository --region " + name.region() + " --repository-name "
                                + name.repository());
    }

    /** The permissions that the caller's policy has to allow, as advice. */
    public static String permissions(EcrName name) {
        return "let the caller's policy allow " + WRITING + " (and ecr:CreateRepository for image.createRepository) on "
                + name.arn() + ", as AmazonEC2ContainerRegistryPowerUser does, the token on *";
    }
}
