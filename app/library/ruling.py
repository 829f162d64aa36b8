"""What the diagnosis tells of this machine's policy: what is in force, where it came from, and what in it has no effect."""

from typing import Any

from app.host.policy import Policy
from app.library.finding import Finding, line
from app.models.sources import without_password


def found(policy: Policy) -> tuple[list[Finding], dict[str, Any]]:
    """For a reader, and for programs."""
    mirrors = [without_password(mirror) for mirror in policy.mirrors]
    fact = {
        "source": None if policy.source is None else str(policy.source),
        "network": policy.network,
        "downloads": policy.may_download,
        "mirrors": mirrors,
        "only_mirrors": policy.only_mirrors,
        "unknown": list(policy.unknown),
        "cloud": _cloud_fact(policy),
    }
    if policy.source is None:
        return [line("Policy", "none")], {"policy": fact}
    findings = [_whole(policy), *_of_no_effect(policy), *_mirrors(policy, mirrors), *_cloud(policy)]
    return findings, {"policy": fact}


def _whole(policy: Policy) -> Finding:
    return line(
        "Policy",
        "network {network}, downloads {downloads} ({source}){problem}",
        wrong=bool(policy.problem),
        network="allowed" if policy.network else "forbidden",
        downloads="allowed" if policy.may_download else "forbidden",
        source=str(policy.source),
        problem=f". {policy.problem}" if policy.problem else "",
    )


def _of_no_effect(policy: Policy) -> list[Finding]:
    """What a mistyped key was meant to forbid is allowed: its author has to know."""
    if not policy.unknown:
        return []
    keys = ", ".join(policy.unknown)
    return [line("Policy", "no effect, since there is no such key: {keys}", wrong=True, keys=keys)]


def _mirrors(policy: Policy, mirrors: list[str]) -> list[Finding]:
    if not mirrors:
        return []
    asked = line(
        "Mirrors for models",
        "{mirrors}; nobody else is asked" if policy.only_mirrors else "{mirrors}; then the publisher",
        mirrors=", ".join(mirrors),
    )
    plain = [mirror for mirror in mirrors if mirror.startswith("http://")]
    if not plain:
        return [asked]
    passed_over = line(
        "Mirrors for models",
        "not asked, since the address is not encrypted (https): {mirrors}",
        wrong=True,
        mirrors=", ".join(plain),
    )
    return [asked, passed_over]


def _cloud(policy: Policy) -> list[Finding]:
    """Each of what it says of models elsewhere; nothing where it says nothing."""
    if not policy.may_use_cloud:
        return [line("Models elsewhere", "nothing may be sent")]
    told = []
    if policy.cloud_addresses is not None:
        told.append(line("Models elsewhere", "only at {addresses}", addresses=_listed(policy.cloud_addresses)))
    if policy.cloud_models is not None:
        told.append(line("Models elsewhere", "only {models}", models=_listed(policy.cloud_models)))
    if policy.cloud_masks:
        told += _masks(policy)
    if policy.cloud_log:
        told.append(line("Models elsewhere", "what is sent stays in the log"))
    return told


def _masks(policy: Policy) -> list[Finding]:
    from app.cloud.masking import CATEGORIES

    unknown = [mask for mask in policy.cloud_masks if mask not in CATEGORIES]
    told = [line("Models elsewhere", "always masked: {masks}", masks=_listed(policy.cloud_masks))]
    if unknown:
        told.append(
            line(
                "Models elsewhere",
                "nothing is sent, since this version does not know what these are: {masks}",
                wrong=True,
                masks=_listed(unknown),
            )
        )
    return told


def _listed(values: "tuple[str, ...] | list[str]") -> str:
    return ", ".join(map(without_password, values)) or "none"


def _cloud_fact(policy: Policy) -> dict[str, Any]:
    """Lists are null where any is allowed."""
    return {
        "allowed": policy.may_use_cloud,
        "addresses": None if policy.cloud_addresses is None else list(map(without_password, policy.cloud_addresses)),
        "models": None if policy.cloud_models is None else list(policy.cloud_models),
        "masks": list(policy.cloud_masks),
        "log": policy.cloud_log,
    }
