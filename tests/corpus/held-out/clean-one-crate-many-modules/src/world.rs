#[derive(Default)]
pub(crate) struct World {
    pub(crate) bodies: Vec<[f32; 3]>,
}

impl World {
    pub(crate) fn at(&self, i: usize) -> Option<&[f32; 3]> {
        self.bodies.get(i)
    }
}
