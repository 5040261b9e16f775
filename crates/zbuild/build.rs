//! Links the program to a fixed address on Linux: 16,000 addresses that need not be put right at each start are a
//! tenth of the time that a build takes in which nothing changed. What is given up, an address that an attacker
//! cannot foretell, guards against faults of memory that safe Rust does not have.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    // Others have no such option, or (musl) are linked without a loader and start as fast.
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bin=zbuild=-no-pie");
    }
}
