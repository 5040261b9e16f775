//! Sorting by Zig.

use std::ptr::NonNull;

use crate::zig_bindings::algorithms as zig;

/// How a [`ZigSorter`] sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum SortAlgorithm {
    /// Around a middle key; no memory.
    QuickSort = 0,
    /// Runs from below; a buffer as long as the data.
    MergeSort = 1,
    /// By bytes; a buffer as long as the data.
    RadixSort = 2,
    /// Networks of 16 lanes, merged; a buffer where there are more than 16 keys.
    NetworkSort = 3,
}

impl SortAlgorithm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::QuickSort, Self::MergeSort, Self::RadixSort, Self::NetworkSort];
}

/// Why nothing was sorted: there is no memory. The data are as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortError;

impl std::fmt::Display for SortError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("there is no memory to sort in")
    }
}

impl std::error::Error for SortError {}

/// A sorter of Zig's.
#[derive(Debug)]
pub struct ZigSorter(NonNull<zig::Sorter>);

// SAFETY: a sorter holds only its algorithm, which nothing changes after it is made.
unsafe impl Send for ZigSorter {}
// SAFETY: as above; sorting reads the sorter only.
unsafe impl Sync for ZigSorter {}

impl ZigSorter {
    /// Makes one.
    ///
    /// # Errors
    /// There is no memory.
    pub fn new(algorithm: SortAlgorithm) -> Result<Self, SortError> {
        // SAFETY: any number is accepted.
        let sorter = unsafe { zig::zig_sorter_create(algorithm as u32) };
        NonNull::new(sorter).map(Self).ok_or(SortError)
    }

    /// Sorts in place, smallest first.
    ///
    /// # Errors
    /// There is no memory; the data are as they were.
    pub fn sort_i32(&self, data: &mut [i32]) -> Result<(), SortError> {
        // SAFETY: the sorter lives, and the pointer leads to `len` numbers that nobody else sees.
        let sorted = unsafe { zig::zig_sort_i32(self.0.as_ptr(), data.as_mut_ptr(), data.len()) };
        if sorted { Ok(()) } else { Err(SortError) }
    }

    /// Sorts in place by [`f64::total_cmp`], smallest first.
    ///
    /// # Errors
    /// There is no memory; the data are as they were.
    pub fn sort_f64(&self, data: &mut [f64]) -> Result<(), SortError> {
        // SAFETY: as in `sort_i32`.
        let sorted = unsafe { zig::zig_sort_f64(self.0.as_ptr(), data.as_mut_ptr(), data.len()) };
        if sorted { Ok(()) } else { Err(SortError) }
    }
}

impl Drop for ZigSorter {
    fn drop(&mut self) {
        // SAFETY: made by `zig_sorter_create`, and given back once.
        unsafe { zig::zig_sorter_destroy(self.0.as_ptr()) }
    }
}
