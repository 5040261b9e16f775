use std::f32::consts::PI;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Circle {
    pub x: f32,
    pub y: f32,
    pub r: f32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Polygon {
    pub points: *const [f32; 2],
    pub len: u32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union Body {
    pub circle: Circle,
    pub polygon: Polygon,
    pub square: f32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RawShape {
    pub tag: u32,
    pub body: Body,
}

/// A shape whose tag has been checked.
pub enum Shape<'a> {
    Circle(Circle),
    Polygon(&'a [[f32; 2]]),
    Square(f32),
}

impl RawShape {
    /// # Safety
    /// The body is of the tag's kind, and the points of a polygon may be read.
    pub unsafe fn check<'a>(self) -> Option<Shape<'a>> {
        match self.tag {
            1 => Some(Shape::Circle(unsafe { self.body.circle })),
            2 => {
                let p = unsafe { self.body.polygon };
                if p.points.is_null() {
                    return None;
                }
                Some(Shape::Polygon(unsafe { std::slice::from_raw_parts(p.points, p.len as usize) }))
            }
            3 => Some(Shape::Square(unsafe { self.body.square })),
            _ => None,
        }
    }
}

impl Shape<'_> {
    pub fn area(&self) -> f32 {
        match self {
            Shape::Circle(c) => PI * c.r * c.r,
            Shape::Square(a) => a * a,
            Shape::Polygon(points) => {
                let next = points.iter().cycle().skip(1);
                let twice: f32 = points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
                twice.abs() / 2.0
            }
        }
    }
}
