use std::collections::HashMap;
use std::ffi::c_char;
use std::path::{Path, PathBuf};

#[repr(C)]
pub struct PluginInfo {
    pub api: u32,
    pub flags: u32,
    pub latency: u32,
}

mod sys {
    use super::{c_char, PluginInfo};
    extern "C" {
        pub fn scan_plugin(path: *const c_char, out: *mut PluginInfo) -> i32;
        pub fn scan_api_version() -> u32;
    }
}

#[derive(Default)]
pub struct Registry {
    found: HashMap<PathBuf, u32>,
    rejected: usize,
}

impl Registry {
    pub fn scan(&mut self, path: &Path) -> bool {
        let Some(text) = path.to_str() else {
            self.rejected += 1;
            return false;
        };
        let Ok(c_path) = std::ffi::CString::new(text) else {
            self.rejected += 1;
            return false;
        };
        let mut info = PluginInfo { api: 0, flags: 0, latency: 0 };
        let rc = unsafe { sys::scan_plugin(c_path.as_ptr(), &mut info) };
        if rc != 0 || info.api != unsafe { sys::scan_api_version() } {
            self.rejected += 1;
            return false;
        }
        self.found.insert(path.to_path_buf(), info.flags);
        true
    }

    pub fn scan_all<'a>(&mut self, paths: impl Iterator<Item = &'a Path>) -> usize {
        paths.filter(|p| self.scan(p)).count()
    }

    pub fn summary(&self) -> String {
        format!("{} plugins, {} rejected", self.found.len(), self.rejected)
    }
}
