use std::ptr::NonNull;

#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub lat: f32,
    pub lon: f32,
    pub id: u32,
}

#[repr(C)]
struct Raw([u8; 0]);

unsafe extern "C" {
    fn geo_create() -> Option<NonNull<Raw>>;
    fn geo_destroy(ix: Option<NonNull<Raw>>);
    fn geo_insert(ix: NonNull<Raw>, p: Point) -> bool;
    fn geo_nearest(ix: NonNull<Raw>, lat: f32, lon: f32, out: &mut Point) -> bool;
    fn geo_nearest_k(ix: NonNull<Raw>, lat: f32, lon: f32, out: *mut Point, k: usize) -> usize;
}

pub struct Index(NonNull<Raw>);

impl Index {
    pub fn new() -> Option<Self> {
        unsafe { geo_create() }.map(Self)
    }

    pub fn extend(&mut self, points: impl IntoIterator<Item = Point>) -> usize {
        points.into_iter().take_while(|p| unsafe { geo_insert(self.0, *p) }).count()
    }

    pub fn nearest(&self, lat: f32, lon: f32) -> Option<Point> {
        let mut out = Point::default();
        unsafe { geo_nearest(self.0, lat, lon, &mut out) }.then_some(out)
    }

    pub fn nearest_k(&self, lat: f32, lon: f32, k: usize) -> Vec<Point> {
        let mut out = vec![Point::default(); k];
        let n = unsafe { geo_nearest_k(self.0, lat, lon, out.as_mut_ptr(), k) };
        out.truncate(n);
        out
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        unsafe { geo_destroy(Some(self.0)) }
    }
}
