#[cfg(windows)]
mod win;
#[cfg(unix)]
mod nix;
