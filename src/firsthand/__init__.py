"""firsthand: says who, and how do they know?"""
